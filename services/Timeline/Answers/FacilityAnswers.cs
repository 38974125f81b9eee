using Ledger.Api;
using Ledger.Events;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Works = Ledger.Api.Facilities.V1;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Facilities as they stand at a coordinate: planned apart from rated.</summary>
internal static class FacilityAnswers
{
    public static Wire.FacilityState Facility(World world, Coordinate coordinate, FacilityLife life)
    {
        var state = life.At(coordinate.MomentIn(life.Zone));
        var proto = new Wire.FacilityState
        {
            Id = life.Id, Name = state.Name, Kind = Transcription.ValueOf<Works.FacilityKind>(state.Kind), Location = state.Location ?? "",
            Country = state.Country ?? "", Operator = state.Operator?.Name ?? "", Members = { state.Members },
            Status = state.IsRegistered ? Wire.Status.InForce : state.IsAnnounced ? Wire.Status.Announced : Wire.Status.NotYetAnnounced,
            Jurisdictions = { life.Introduction.Jurisdictions }, NextChange = Next(coordinate, life),
        };
        if (state.Operator is { } by)
            proto.OperatorCertainty = Wording.Certainty(by.IsCertain);
        proto.Stages.AddRange(state.Stages.Select(stage => new Wire.StageState
        {
            Stage = Transcription.ValueOf<Works.Stage>(stage.Stage), Status = Transcription.ValueOf<Works.StageStatus>(stage.Status),
            Certainty = Wording.Certainty(stage.IsCertain), Since = stage.By.OwnDate(((StageStatusChanged)stage.By.Body).Effective).Text,
            Products = { stage.Products }, Reference = stage.By.Reference,
        }));
        proto.Capacities.AddRange(state.Capacities.Select(capacity => new Wire.CapacityState
        {
            Product = capacity.Rated.Product, Stage = Transcription.ValueOf<Works.Stage>(capacity.Rated.Stage),
            Basis = Transcription.ValueOf<Works.CapacityBasis>(capacity.Rated.Basis), Amount = Wording.Of(capacity.Rated.Amount),
            Certainty = Wording.Certainty(capacity.IsCertain), Since = capacity.By.OwnDate(capacity.Rated.Effective).Text, Reference = capacity.By.Reference,
            Citations = { Wording.Of(capacity.By.Reads.Event.Citations) },
        }));
        proto.Plans.AddRange(state.Plans.Select(Plan));
        proto.Outputs.AddRange(state.Outputs.Select(each => new Wire.OutputState
        {
            Product = each.Body.Product, Amount = Wording.Of(each.Body.Amount), From = each.Body.From.Text, Through = each.Body.Through.Text,
            Reference = each.By.Reference, Certainty = Wording.Certainty(each.IsCertain),
        }));
        proto.FirstOutputs.AddRange(state.FirstOutputs.Select(each => new Wire.FirstOutput
        {
            Product = each.Body.Product, Stage = Transcription.ValueOf<Works.Stage>(each.Body.Stage),
            Pilot = each.Body.Pilot, Effective = each.By.OwnDate(each.Body.Effective).Text, Certainty = Wording.Certainty(each.IsCertain),
            Reference = each.By.Reference,
        }));
        proto.Licences.AddRange(state.Licences.Select(licence => Licence(coordinate, life, licence)));
        proto.Dependencies.AddRange(state.Dependencies.Select(each => new Wire.Dependency
        {
            On = each.Body.On, For = each.Body.For, Resolved = world.IsIntroduced(each.Body.On), Certainty = Wording.Certainty(each.IsCertain),
        }));
        proto.Investments.AddRange(state.Investments.Select(each => Line(each.Body, each.By, each.IsCertain)));
        proto.Tenders.AddRange(state.Tenders.Select(each => Line(each.Body, each.By, isCertain: true)));
        proto.Incidents.AddRange(state.Incidents.Select(each => Line(each.Body, each.By, each.IsCertain)));
        proto.Acts.AddRange(life.Effects.Where(effect => effect.Body is not StatementRecorded).Select(effect => effect.ToCause(world)));
        proto.Claims.AddRange(world.ClaimsAbout(life.Id).Select(claim => claim.ToClaim()));
        return proto;
    }

    public static Wire.NextChange? Next(Coordinate coordinate, FacilityLife life) =>
        life.NextChangeAfter(coordinate.MomentIn(life.Zone)) is { } change
            ? Changes.Of(
                coordinate, change.At, life.Zone, $"{change.What} on {Wording.When(change.At, life.Zone)}", life.Id, Wire.Status.Unspecified, change.By?.Reference ?? "")
            : null;

    private static string Line(EventBody body, Effect by, bool isCertain)
    {
        var (effective, ends) = Plain.Dates(body);
        return $"{Plain.Summary(body)} ({effective ?? by.AnnouncedOn.Text}{(ends is null ? "" : $" {ends}")}{(isCertain ? "" : "; possibly later")})";
    }

    private static Wire.PlanState Plan(PlanState plan)
    {
        var proto = new Wire.PlanState
        {
            What = Plain.Summary(plan.Plan), Standing = Words.Of(plan.Standing), ConfirmedBy = plan.ConfirmedBy?.Reference ?? "", Reference = plan.By.Reference,
            Certainty = Wording.Certainty(plan.IsCertain),
        };
        switch (plan.Plan)
        {
            case CapacityPlanned capacity:
                (proto.Stage, proto.Product, proto.Amount, proto.Due) =
                    (Transcription.ValueOf<Works.Stage>(capacity.Stage), capacity.Product, Wording.Of(capacity.Amount), capacity.Due?.Text ?? "");
                break;
            case MilestonePlanned milestone:
                (proto.Stage, proto.Product, proto.Due) =
                    (Transcription.ValueOf<Works.Stage>(milestone.Stage), milestone.FirstOutputOf ?? "", milestone.Due?.Text ?? "");
                break;
            default:
                throw new InvalidOperationException($"{plan.Plan.GetType().Name} is no plan");
        }
        return proto;
    }

    private static Wire.LicenceState Licence(Coordinate coordinate, FacilityLife life, LicenceState licence)
    {
        var proto = new Wire.LicenceState
        {
            Licence = licence.Id, Title = licence.Granted.Title, Issuer = licence.Granted.Issuer ?? "", Status = Wording.Of(licence.Status),
            Certainty = Wording.Certainty(licence.IsCertain), HoldsFrom = licence.HoldsFrom?.Text ?? "", Ends = licence.Ends is { } ends ? Words.Of(ends) : "",
        };
        proto.Conditions.AddRange(licence.Conditions.Select(condition => new Wire.LicenceCondition
        {
            Condition = condition.Id, What = condition.Imposed.What, Status = Wording.Of(condition.Status), Certainty = Wording.Certainty(condition.IsCertain),
            Starts = condition.HoldsFrom?.Text ?? "", Ends = Words.Of(condition.Ends),
        }));
        if (life.NextChangeOf(licence, coordinate.MomentIn(life.Zone)) is { } next)
        {
            proto.NextChange = Changes.Of(
                coordinate, next.At, life.Zone, $"licence {licence.Id} {(next.Then.IsCertain ? "" : "possibly ")}{Wording.Turning(next.Then.Status)} on {Wording.When(next.At, life.Zone)}",
                life.Id, Wording.Of(next.Then.Status), next.By?.Reference ?? "");
        }
        return proto;
    }
}
