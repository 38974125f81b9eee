using System.Text.Json;
using Ledger.Adapters.Grpc;
using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Measures, agreements and facilities at a coordinate, filtered, ordered by kind and id.</summary>
internal static class InForceAnswers
{
    /// <summary>Stages that say a facility is at work.</summary>
    private static readonly StageStatus[] AtWork = [StageStatus.Commissioning, StageStatus.Operating, StageStatus.Curtailed];

    public static Wire.ListInForceResponse Of(World world, Coordinate coordinate, Wire.ListInForceRequest request, long skip)
    {
        var size = Pages.Size(request.PageSize, usual: 100, most: 500, "pageSize");
        var filter = Filter.Read(request);
        var entries = filter.Measures(world, coordinate).Concat(filter.Agreements(world, coordinate)).Concat(filter.Facilities(world, coordinate)).ToList();
        var response = new Wire.ListInForceResponse { Answered = coordinate.Answered };
        response.Entries.AddRange(entries.Skip((int)skip).Take(size).Select(entry => entry()));
        if (skip + size < entries.Count)
            response.NextPageToken = Pages.Token(skip + size, coordinate.Cut.Ledger.Position, Question(request));
        return response;
    }

    public static string Question(Wire.ListInForceRequest request)
    {
        var asked = request.Clone();
        (asked.PageToken, asked.PageSize) = ("", 0);
        return $"{nameof(Wire.ListInForceRequest)} {asked}";
    }

    private sealed record Filter(Wire.ListInForceRequest Request, Items<GoodsKey> Goods, Stage? Stage)
    {
        private static readonly HashSet<string> KnownStatuses =
        [
            .. Enum.GetNames<Status>().Concat(Enum.GetNames<AgreementStatus>()).Concat(Enum.GetNames<StageStatus>()).Select(JsonNamingPolicy.KebabCaseLower.ConvertName),
        ];

        public static Filter Read(Wire.ListInForceRequest request)
        {
            for (var i = 0; i < request.Kinds.Count; i++)
            {
                if (request.Kinds[i] is not (Wire.EntityKind.Measure or Wire.EntityKind.Agreement or Wire.EntityKind.Facility))
                    throw Faults.Invalid(($"kinds[{i}]", "measures, agreements and facilities are listed"));
            }
            foreach (var code in request.Jurisdictions.Concat(request.NotJurisdictions).Where(code => !Jurisdictions.IsKnown(code)))
                throw Faults.Invalid(("jurisdictions", $"'{code}' is not in the table of jurisdictions"));
            foreach (var status in request.Statuses.Where(status => !KnownStatuses.Contains(status)))
                throw Faults.Invalid(("statuses", $"'{status}' is not a status such as in-force, suspended, signed or operating"));
            var goods = request.Goods.SelectMany((text, index) =>
                CompoundKey.TryParse(text, out var key, out var error) ? key.Members : throw Faults.Invalid(($"goods[{index}]", error)));
            return new Filter(request, goods.ToItems(), StageOf(request.Stage));
        }

        public IEnumerable<Func<Wire.Entry>> Measures(World world, Coordinate coordinate)
        {
            if (!Wants(Wire.EntityKind.Measure) || Stage is not null)
                yield break;
            foreach (var state in world.Controls.States(coordinate.MomentIn, WantsStatus))
            {
                if (AsksOfAct && !WantsAct(world, state.Id))
                    continue;
                var life = new Lazy<MeasureLife>(() => MeasureLife.Of(world.Controls, state.Id, ExportControls.Domain.Question.Nothing)!);
                if (Goods.IsEmpty || (AnswerOf(life.Value, coordinate).Terms.Scope is { } scope && Goods.Any(good => GoodsMatching.Match(scope, [good], []) == Answer.Yes)))
                    yield return () => EntryOf(world, coordinate, life.Value);
            }
        }

        public IEnumerable<Func<Wire.Entry>> Agreements(World world, Coordinate coordinate)
        {
            if (!Wants(Wire.EntityKind.Agreement) || Stage is not null)
                yield break;
            foreach (var id in world.Agreements)
            {
                var life = world.Agreement(id)!;
                var state = life.At(coordinate.MomentIn(life.Zone));
                if (!Wants(life.Introduction.Jurisdictions) || !WantsParty(state.Parties) || !WantsGoods(state.Goods))
                    continue;
                var status = AgreementAnswers.StatusOf(state);
                if (Request.Statuses.Count == 0 ? state.Status == AgreementStatus.InForce : Request.Statuses.Contains(status))
                {
                    yield return () => new Wire.Entry
                    {
                        Id = id, Kind = Wire.EntityKind.Agreement, Title = state.Title, Jurisdictions = { life.Introduction.Jurisdictions }, Status = status,
                        Certainty = Wording.Certainty(state.IsCertain),
                        Summary = $"{Words.Of(state.Kind)}, {Words.Of(state.Bindingness)}, of {Words.List(state.Parties)}", NextChange = AgreementAnswers.Next(coordinate, life),
                    };
                }
            }
        }

        public IEnumerable<Func<Wire.Entry>> Facilities(World world, Coordinate coordinate)
        {
            if (!Wants(Wire.EntityKind.Facility))
                yield break;
            foreach (var id in world.Facilities)
            {
                var life = world.Facility(id)!;
                var state = life.At(coordinate.MomentIn(life.Zone));
                if (!state.IsAnnounced || !Wants(life.Introduction.Jurisdictions) || !WantsParty([state.Operator?.Name ?? ""]))
                    continue;
                var stages = state.Stages.Where(stage => Stage is null || stage.Stage == Stage).ToList();
                var products = stages.SelectMany(stage => stage.Products).Concat(state.Capacities.Where(capacity => Stage is null || capacity.Rated.Stage == Stage).Select(capacity => capacity.Rated.Product))
                    .Concat(state.FirstOutputs.Where(first => Stage is null || first.Body.Stage == Stage).Select(first => first.Body.Product));
                if ((Stage is not null && stages.Count == 0) || !WantsGoods(products.ToItems()))
                    continue;
                var shown = stages.OrderByDescending(stage => Array.IndexOf(AtWork, stage.Status) >= 0).ThenByDescending(stage => stage.Stage).FirstOrDefault();
                if (!stages.Exists(stage => Request.Statuses.Count == 0 ? AtWork.Contains(stage.Status) : Request.Statuses.Contains(Kebab(stage.Status))))
                    continue;
                yield return () => new Wire.Entry
                {
                    Id = id, Kind = Wire.EntityKind.Facility, Title = state.Name, Jurisdictions = { life.Introduction.Jurisdictions }, Status = Kebab(shown!.Status),
                    Certainty = Wording.Certainty(shown.IsCertain), Summary = Summary(state), NextChange = FacilityAnswers.Next(coordinate, life),
                };
            }
        }

        private static Wire.Entry EntryOf(World world, Coordinate coordinate, MeasureLife life)
        {
            var answer = AnswerOf(life, coordinate);
            return new Wire.Entry
            {
                Id = life.Id, Kind = Wire.EntityKind.Measure, Title = life.Measure!.Title ?? world.TitleOf(life.Id), Jurisdictions = { life.Introduction.Jurisdictions },
                Status = Kebab(answer.Status), Certainty = Wording.Certainty(answer.IsCertain),
                Summary = $"{world.TitleOf(life.Id)}: {Words.Of(life.Measure.Type)}{(answer.Value is { } value ? $", {Words.Of(value)}" : "")} on {ExportControls.Domain.Plain.Of(answer.Terms.Scope!)}",
                NextChange = Change.Following(life, coordinate.MomentIn(life.Zone))?.ToProto(world, coordinate),
            };
        }

        private static MeasureAnswer AnswerOf(MeasureLife life, Coordinate coordinate) => life.At(coordinate.MomentIn(life.Zone));

        private static string Summary(FacilityState state) => string.Join("; ", new[]
        {
            string.Join(", ", new[] { state.Location, state.Country }.OfType<string>()),
            string.Join(", ", state.Stages.Select(stage => $"{Words.Of(stage.Stage)} {Words.Of(stage.Status)}{(stage.Products.IsEmpty ? "" : $" ({string.Join(", ", stage.Products)})")}")),
            string.Join(", ", state.Capacities.Select(capacity => $"{Words.Of(capacity.Rated.Amount)} {capacity.Rated.Product}")),
        }.Where(piece => piece.Length > 0));

        private static Stage? StageOf(string text)
        {
            if (text.Length == 0)
                return null;
            foreach (var stage in Enum.GetValues<Stage>())
            {
                if (Kebab(stage) == text)
                    return stage;
            }
            throw Faults.Invalid(("stage", $"'{text}' is not a stage such as separation or magnet-making"));
        }

        /// <summary>Whether something is asked of the act that introduces a measure.</summary>
        private bool AsksOfAct => Request.Jurisdictions.Count > 0 || Request.NotJurisdictions.Count > 0 || Request.Party.Length > 0;

        private bool WantsAct(World world, string measure)
        {
            var introduction = world.Controls.Measure(measure)!;
            var issuers = (world.Controls.Instrument(Ids.InstrumentOf(measure))?.Body as InstrumentPublished)?.Issuers ?? [];
            return Wants(introduction.Jurisdictions) && WantsParty(issuers.Concat(((MeasureIntroduced)introduction.Body).Scope.Parties?.Only ?? []));
        }

        private bool WantsStatus(Status status) => Request.Statuses.Count == 0 ? Standing.IsApplying(status) : Request.Statuses.Contains(Kebab(status));

        private bool Wants(Wire.EntityKind kind) => Request.Kinds.Count == 0 || Request.Kinds.Contains(kind);

        private bool Wants(Items<string> jurisdictions) =>
            (Request.Jurisdictions.Count == 0 || jurisdictions.Any(Request.Jurisdictions.Contains)) && !jurisdictions.Any(Request.NotJurisdictions.Contains);

        private bool WantsParty(IEnumerable<string> parties) =>
            Request.Party.Length == 0 || parties.Any(party => party.Contains(Request.Party, StringComparison.OrdinalIgnoreCase));

        private bool WantsGoods(Items<string> stated) => Goods.IsEmpty || stated.Any(text => CompoundKey.TryParse(text, out var key, out _)
            && key.Members.Any(member => Goods.Any(good => member.Meets(good) != KeyMatch.No || good.Meets(member) != KeyMatch.No)));
    }

    private static string Kebab(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
