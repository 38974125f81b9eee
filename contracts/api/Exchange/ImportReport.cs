using Ledger.Api.Common.V1;

namespace Ledger.Api.Exchange;

/// <summary>What became of one line of an import.</summary>
public enum LineOutcome
{
    /// <summary>Recorded now; in a dry run: the ledger would record it.</summary>
    Recorded,

    /// <summary>The same line had been recorded before; nothing was.</summary>
    AlreadyRecorded,

    /// <summary>Another command stands recorded under this id: the line was changed since. Not recorded.</summary>
    Changed,

    /// <summary>A rule of the ledger says no.</summary>
    Refused,

    /// <summary>The line is not a command: it was not sent, or the server could not read it.</summary>
    Malformed,

    /// <summary>The server failed at this line; sending it again is safe.</summary>
    Failed,

    /// <summary>The server could not be reached, or stayed too busy, after several attempts: the import stops at this line.</summary>
    Unreachable,
}

/// <summary>What is wrong with a line, said so that somebody can mend it.</summary>
/// <param name="File">File as named by the caller.</param>
/// <param name="Line">Line number, from 1.</param>
/// <param name="Id">The line's id; empty where it could not be read.</param>
/// <param name="Outcome">Never <see cref="LineOutcome.Recorded"/> nor <see cref="LineOutcome.AlreadyRecorded"/>.</param>
/// <param name="Field">Path in the line, such as <c>instrumentAct.effects[0].measureSuspended.period</c>; empty where the line as a whole is meant.</param>
/// <param name="Rule">Code of the rule that refuses, such as <c>XC-07</c>; empty where none does.</param>
/// <param name="Why">In a sentence.</param>
public sealed record LineFault(string File, long Line, string Id, LineOutcome Outcome, string Field, string Rule, string Why)
{
    public override string ToString()
    {
        var where = Id.Length > 0 ? $"{File}:{Line} ({Id})" : $"{File}:{Line}";
        var what = Field.Length > 0 && Rule.Length > 0 ? $"{Field}: {Rule}: " : Field.Length > 0 ? $"{Field}: " : Rule.Length > 0 ? $"{Rule}: " : "";
        return $"{where}: {what}{Why}";
    }
}

/// <summary>One line, done.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Recorded">What the server answered; null where it answered with no events.</param>
/// <param name="Fault">Null when the line was recorded, now or before.</param>
/// <param name="Progress">How far the import has come.</param>
public sealed record LineResult(LineOutcome Outcome, Recorded? Recorded, LineFault? Fault, ImportProgress Progress);

/// <summary>How far an import has come.</summary>
/// <param name="File">The file being read.</param>
/// <param name="Lines">Lines done, over all files; empty ones are not counted.</param>
/// <param name="BytesRead">Bytes read, over all files.</param>
/// <param name="BytesTotal">Bytes to read, over all files; 0 where that is not known.</param>
public sealed record ImportProgress(string File, long Lines, long BytesRead, long BytesTotal);

/// <summary>The sum of an import.</summary>
/// <param name="Recorded">Lines recorded now; in a dry run: that would be.</param>
/// <param name="AlreadyRecorded">Lines that had been recorded before.</param>
/// <param name="Changed">Lines whose id stands recorded with another command.</param>
/// <param name="Refused">Lines that a rule refused.</param>
/// <param name="Malformed">Lines that are no command.</param>
/// <param name="Failed">Lines at which the server failed.</param>
/// <param name="Stopped">True when the server became unreachable: lines after the last fault were not tried.</param>
/// <param name="LastPosition">Ledger position of the last event recorded, now or before; null when nothing was.</param>
/// <param name="Faults">The first of the faults, at most <see cref="MostFaults"/>, so that memory stays bounded.</param>
public sealed record ImportReport(
    long Recorded, long AlreadyRecorded, long Changed, long Refused, long Malformed, long Failed, bool Stopped, long? LastPosition,
    IReadOnlyList<LineFault> Faults)
{
    /// <summary>Faults that a report keeps.</summary>
    public const int MostFaults = 10_000;

    /// <summary>The report before the first line.</summary>
    public static ImportReport Empty { get; } = new(0, 0, 0, 0, 0, 0, false, null, []);

    /// <summary>Lines that did not end up in the ledger.</summary>
    public long Faulty => Changed + Refused + Malformed + Failed;

    public bool IsClean => Faulty == 0 && !Stopped;

    /// <summary>This report and one more line.</summary>
    public ImportReport With(LineResult line)
    {
        var sum = line.Outcome switch
        {
            LineOutcome.Recorded => this with { Recorded = Recorded + 1 },
            LineOutcome.AlreadyRecorded => this with { AlreadyRecorded = AlreadyRecorded + 1 },
            LineOutcome.Changed => this with { Changed = Changed + 1 },
            LineOutcome.Refused => this with { Refused = Refused + 1 },
            LineOutcome.Malformed => this with { Malformed = Malformed + 1 },
            LineOutcome.Failed => this with { Failed = Failed + 1 },
            LineOutcome.Unreachable => this with { Stopped = true },
            _ => throw new InvalidOperationException($"no count for {line.Outcome}"),
        };
        if (line.Recorded is { HasPosition: true } recorded && !(sum.LastPosition > recorded.Position))
            sum = sum with { LastPosition = recorded.Position };
        return line.Fault is { } fault && sum.Faults.Count < MostFaults ? sum with { Faults = [.. sum.Faults, fault] } : sum;
    }
}
