using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>One entity at a coordinate, whatever it is.</summary>
internal static class ShowAnswers
{
    /// <summary>A measure by numbers alone; null for what is none, or is not introduced at the coordinate.</summary>
    public static Wire.ShowResponse? BasicOf(World world, Coordinate coordinate, string id)
    {
        if (world.Controls.StateOf(id, coordinate.MomentIn) is not { } state)
            return null;
        var measure = new Wire.MeasureState { Id = id, Status = Wording.Of(state.Status), Certainty = Wording.Certainty(state.IsCertain), Value = Wording.Of(state.Value) };
        measure.RestsOn.AddRange(state.Because);
        return new Wire.ShowResponse { Answered = coordinate.Answered, Measure = measure };
    }

    /// <summary>Everything that is to be told of it.</summary>
    /// <param name="world">What is visible.</param>
    /// <param name="latest">Everything known, by which an id that is not visible is told from one that was never recorded.</param>
    /// <param name="coordinate">The coordinates.</param>
    /// <param name="id">Instrument, clause, measure, agreement or facility id.</param>
    public static Wire.ShowResponse Of(World world, World latest, Coordinate coordinate, string id)
    {
        var response = new Wire.ShowResponse { Answered = coordinate.Answered };
        IEnumerable<Effect> dangling = [];
        if (world.Controls.IsIntroduced(id))
        {
            dangling = MeasureAnswers.Dangling(world, coordinate, id);
            if (world.Controls.Instrument(id) is not null)
                response.Instrument = MeasureAnswers.Instrument(world, coordinate, id);
            else if (world.Controls.Measure(id) is not null)
                response.Measure = MeasureAnswers.Measure(world, coordinate, id);
            else
                response.Clause = MeasureAnswers.Clause(world, coordinate, id);
        }
        else if (world.Agreement(id) is { } agreement)
        {
            response.Agreement = AgreementAnswers.Agreement(world, coordinate, agreement);
            dangling = world.DanglingOn(id);
        }
        else if (world.Facility(id) is { } facility)
        {
            response.Facility = FacilityAnswers.Facility(world, coordinate, facility);
            dangling = world.DanglingOn(id);
        }
        else
        {
            var recordedLater = latest.IsIntroduced(id);
            response.Unknown = new Wire.UnknownEntity { Id = id, RecordedLater = recordedLater };
            if (!recordedLater)
                response.Unknown.Suggestions.AddRange(Spelling.Nearest(id, FindAnswers.Ids(world)));
            // What acts on an entity that is not there.
            dangling = world.Controls.On(Ids.InstrumentOf(id)).Where(effect => Targets.Of(effect.Body) is { } target && ExportControls.Domain.Ids.Covers(target, id));
        }
        response.Dangling.AddRange(dangling.Order(LegalOrder.Instance).Select(effect => effect.ToCause(world)));
        return response;
    }
}
