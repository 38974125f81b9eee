using System.CommandLine;
using System.Globalization;
using Ledger.Api.Timeline.V1;

namespace Ledger.Cli;

/// <summary>What part of the ledger is seen: by what was recorded, by what was announced, and by how far it must have come.</summary>
internal class CutOptions
{
    public const string MinPositionName = "--min-position";

    public Option<string> Known { get; } = new("--known")
    {
        Description = "The ledger as it stood: 'latest', a position (41), or a recorded instant (2026-01-05T12:00:00Z).",
        HelpName = "position|instant",
        DefaultValueFactory = _ => "latest",
    };

    public Option<string?> Published { get; } = new("--published")
    {
        Description = "Only what had been announced by the end of this day (2025-11-08); left out: all that is known.",
        HelpName = "date",
    };

    public Option<long?> MinPosition { get; } = new(MinPositionName)
    {
        Description = "Wait until the ledger has come to this position, such as the one a record was answered with.",
        HelpName = "position",
    };

    public virtual void AddTo(Command command)
    {
        command.Options.Add(Published);
        command.Options.Add(Known);
        command.Options.Add(MinPosition);
    }
}

/// <summary>The coordinates of a question: the cut, and the day or instant asked about.</summary>
internal sealed class CoordinateOptions : CutOptions
{
    private const string Today = "today";

    public CoordinateOptions() => Effective.CompletionSources.Add(Today);

    public Option<string> Effective { get; } = new("--effective")
    {
        Description = "The day asked about (2025-11-15: as at its close, in each act's own time zone), an instant (2025-11-10T05:01Z), or 'today'.",
        HelpName = "date|instant",
        Required = true,
    };

    public override void AddTo(Command command)
    {
        command.Options.Add(Effective);
        base.AddTo(command);
    }

    /// <summary>The coordinates as typed; the server judges them. Only 'today' is resolved here, to this machine's civil date.</summary>
    public Coordinates Read(ParseResult parsed, TimeProvider time)
    {
        var effective = parsed.GetRequiredValue(Effective);
        var at = new Coordinates
        {
            Effective = effective == Today ? time.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : effective,
            Known = parsed.GetRequiredValue(Known),
            Published = parsed.GetValue(Published) ?? "",
        };
        if (parsed.GetValue(MinPosition) is { } position)
            at.MinPosition = position;
        return at;
    }
}
