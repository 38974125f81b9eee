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
            Country = state.Country ?? "", Operator = state.Operator ?? "", Members = { state.Members },
            Status = state.IsRegistered ? Wire.Status.InForce : state.IsAnnounced ? Wire.Status.Announced : Wire.Status.NotYetAnnounced,
            Jurisdictions = { life.Introduction.Jurisdictions }, NextChange = Next(coordinate, life),
        };
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
            Product = each.Output.Product, Amount = Wording.Of(each.Output.Amount), From = each.Output.From.Text, Through = each.Output.Through.Text,
            Reference = each.By.Reference,
        }));
        proto.FirstOutputs.AddRange(state.FirstOutputs.Select(each => new Wire.FirstOutput
        {
            Product = each.First.Product, Stage = Transcription.ValueOf<Works.Stage>(each.First.Stage),
            Pilot = each.First.Pilot, Effective = each.By.OwnDate(each.First.Effective).Text, Certainty = Wording.Certainty(each.IsCertain),
            Reference = each.By.Reference,
        }));
        proto.Licences.AddRange(state.Licences.Select(licence => Licence(coordinate, life, licence)));
        proto.Dependencies.AddRange(state.Dependencies.Select(each => new Wire.Dependency
        {
            On = each.Dependency.On, For = each.Dependency.For, Resolved = world.IsIntroduced(each.Dependency.On),
        }));
        proto.Investments.AddRange(state.Investments.Select(Line));
        proto.Tenders.AddRange(state.Tenders.Select(Line));
        proto.Incidents.AddRange(state.Incidents.Select(Line));
        proto.Acts.AddRange(life.Effects.Where(effect => effect.Body is not StatementRecorded).Select(effect => effect.ToCause(world)));
        proto.Claims.AddRange(world.ClaimsAbout(life.Id).Select(claim => claim.ToClaim()));
        return proto;
    }

    public static Wire.NextChange? Next(Coordinate coordinate, FacilityLife life) =>
        life.NextChangeAfter(coordinate.MomentIn(life.Zone)) is { } change
            ? Changes.Of(
                coordinate, change.At, life.Zone, $"{change.What} on {Wording.When(change.At, life.Zone)}", life.Id, Wire.Status.Unspecified, change.By?.Reference ?? "")
            : null;

    private static string Line((EventBody Body, Effect By) each)
    {
        var (effective, ends) = Plain.Dates(each.Body);
        return $"{Plain.Summary(each.Body)} ({effective ?? each.By.AnnouncedOn.Text}{(ends is null ? "" : $" {ends}")})";
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
                coordinate, next.At, life.Zone, $"licence {licence.Id} becomes {(next.Then.IsCertain ? "" : "possibly ")}{Wording.Phrase(next.Then.Status)} on {Wording.When(next.At, life.Zone)}",
                life.Id, Wording.Of(next.Then.Status), next.By?.Reference ?? "");
        }
        return proto;
    }
}
