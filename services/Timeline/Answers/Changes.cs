using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Tells what comes next if nobody acts (DESIGN T4).</summary>
internal static class Changes
{
    private const string Proviso = "unless a later act changes it";

    /// <summary>The next change of a measure, or the answer's own by way of one.</summary>
    public static Wire.NextChange ToProto(this Change change, World world, Coordinate coordinate)
    {
        var zone = change.Life.Zone;
        var name = world.TitleOf(change.Life.Id);
        var what = change.Life.Id == Ids.InstrumentOf(change.Life.Id) || name == change.Life.Id ? name : $"{name} ({change.Life.Id})";
        return Of(
            coordinate, change.At, zone, $"{what} {Verb(change)} on {Wording.When(change.At, zone)}", change.Life.Id,
            Wording.Of(change.After.Status), change.By?.Reference ?? "");
    }

    /// <summary>A change told by its own words; by none, where it is told without any.</summary>
    public static Wire.NextChange Of(Coordinate coordinate, Instant at, DateTimeZone zone, string what, string entity, Wire.Status status, string reference) => new()
    {
        On = coordinate.Day is null ? "" : Wording.Day(at, zone), At = Wording.Local(at, zone), Zone = zone.Id, Description = what.Length == 0 ? "" : $"{what}, {Proviso}",
        Entity = entity, Status = status, Reference = reference,
    };

    /// <summary>A measure springs back only if it applied before; otherwise it begins to apply.</summary>
    private static string Verb(Change change)
    {
        var (before, after) = (change.Before, change.After);
        if (!before.Counts && after.Counts)
            return change.Ever == EverApplied.Yes ? "springs back" : "begins to apply";
        if (before.Counts && !after.Counts)
            return after.Status == Status.InForce ? "no longer applies for certain" : $"stops applying ({Wording.Phrase(after.Status)})";
        if (before.Counts && after.Counts && before.Value != after.Value)
            return $"changes from {Told(before)} to {Told(after)}";
        if (before.Status != after.Status)
        {
            var begins = after.Status is Status.InForce && !before.Status.Equals(Status.PartlySuspended) && !before.Status.Equals(Status.PartlyExempted);
            return begins ? change.Ever == EverApplied.Yes ? "springs back" : "begins to apply" : Wording.Turning(after.Status);
        }
        if (before.Value != after.Value)
            return $"changes from {Told(before)} to {Told(after)}";
        return after.IsCertain ? "becomes certain" : "becomes possible in another reading of its dates";
    }

    private static string Told(MeasureAnswer answer) => answer.Value is { } value ? Words.Of(value) : "no value";
}
