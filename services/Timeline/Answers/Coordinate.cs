using System.Globalization;
using Grpc.Core;
using Ledger.Adapters.Grpc;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using NodaTime;
using NodaTime.Text;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>The rules by which answers are computed; part of every answer (DESIGN T9, T10).</summary>
public static class RulesVersion
{
    /// <summary>Raised by hand whenever an answer changes; golden answers fail until it is.</summary>
    private const int Rules = 2;

    public static string Text { get; } = $"{Rules}+groups{CountryGroups.Version}+tzdb{Jurisdictions.ZoneDataVersion}";
}

/// <summary>What of the ledger is seen: cut by <c>known</c>, and by <c>published</c> (DESIGN T6).</summary>
/// <param name="Ledger">The ledger up to the position answered from.</param>
/// <param name="Published">Announced axis; null: everything known.</param>
/// <param name="IsProvisional">True while a later append could still carry a recorded time at or before the instant asked for.</param>
public sealed record Cut(LedgerSnapshot Ledger, LocalDate? Published, bool IsProvisional)
{
    public Wire.Answered Answered(string effective) => new()
    {
        Effective = effective, Position = Ledger.Position, Published = Published is { } day ? LocalDatePattern.Iso.Format(day) : "",
        Provisional = IsProvisional, RulesVersion = RulesVersion.Text,
    };
}

/// <summary>A question's coordinates as read.</summary>
/// <param name="Day">Effective axis: a civil day, answered at its close in each measure's zone; null where an instant is asked.</param>
/// <param name="At">Effective axis: an instant; null where a civil day is asked.</param>
/// <param name="Cut">What is seen.</param>
/// <param name="Effective">As asked.</param>
public sealed record Coordinate(LocalDate? Day, Instant? At, Cut Cut, string Effective)
{
    public Wire.Answered Answered => Cut.Answered(Effective);

    /// <summary>The moment asked, in a zone (DESIGN T1).</summary>
    public Instant MomentIn(DateTimeZone zone) => Day is { } day ? LegalTime.CloseOf(day, zone) : At!.Value;

    /// <summary>The first moment of the civil day asked, in a zone; the moment itself where an instant is asked.</summary>
    public Instant StartIn(DateTimeZone zone) => Day is { } day ? LegalTime.StartOfDay(day, zone) : At!.Value;
}

/// <summary>Reads coordinates, and waits for the position that they need.</summary>
public sealed class Coordinates(LedgerMemory memory, TimeProvider clock)
{
    /// <summary>How long a caller without a deadline of its own waits for a position.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Reads all coordinates of a question; <c>effective</c> is required.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT with the field; UNAVAILABLE where the position is not reached in time.</exception>
    public async Task<Coordinate> ReadAsync(Wire.Coordinates? at, ServerCallContext context)
    {
        if (at is null || at.Effective.Length == 0)
            throw Faults.Invalid(("at.effective", "missing: a civil date (2025-11-15) or an instant (2025-11-10T05:01Z); it is never taken to be today"));
        var (day, instant) = Effective(at.Effective);
        var cut = await CutAsync(at.Known, at.Published, at.HasMinPosition ? at.MinPosition : null, "at.", context).ConfigureAwait(false);
        return new Coordinate(day, instant, cut, at.Effective);
    }

    /// <summary>Reads what is seen, for questions that have no effective date.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT with the field; UNAVAILABLE where the position is not reached in time.</exception>
    public async Task<Cut> CutAsync(string known, string published, long? minPosition, string path, ServerCallContext context)
    {
        LocalDate? publishedOn = published.Length == 0 ? null : Day(published, $"{path}published");
        if (minPosition is < 0)
            throw Faults.Invalid(($"{path}minPosition", $"{minPosition} is negative"));
        if (minPosition is { } wanted)
            await WaitAsync(wanted, context).ConfigureAwait(false);
        if (known.Length == 0 || known == "latest")
            return new Cut(memory.Latest, publishedOn, false);
        if (known.All(char.IsAsciiDigit) && long.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            await WaitAsync(position, context).ConfigureAwait(false);
            return new Cut(memory.Latest.CutAt(position), publishedOn, false);
        }
        if (Instant(known) is not { } recorded)
            throw Faults.Invalid(($"{path}known", $"'{known}' is neither \"latest\", nor a position, nor a recorded instant such as 2026-01-05T12:00:00Z"));
        var provisional = recorded >= NodaTime.Instant.FromDateTimeOffset(clock.GetUtcNow());
        return new Cut(memory.Latest.CutAt(recorded), publishedOn, provisional);
    }

    /// <summary>Reads a civil day.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT with the field.</exception>
    public static LocalDate Day(string text, string field) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= LegalMoment.MinimumYear and <= 9998 } day }
            ? day
            : throw Faults.Invalid((field, $"'{text}' is not a civil date such as 2025-11-15"));

    /// <summary>An instant as text, with Z or an offset; null where it is none.</summary>
    public static Instant? Instant(string text)
    {
        foreach (var pattern in InstantPatterns)
        {
            if (pattern.Parse(text) is { Success: true, Value: var parsed })
                return parsed.ToInstant();
        }
        return null;
    }

    private static readonly OffsetDateTimePattern[] InstantPatterns =
        [OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"), OffsetDateTimePattern.ExtendedIso];

    private static (LocalDate? Day, Instant? At) Effective(string text)
    {
        if (!text.Contains('T', StringComparison.Ordinal))
            return (Day(text, "at.effective"), null);
        return Instant(text) is { } instant
            ? (null, instant)
            : throw Faults.Invalid(("at.effective", $"'{text}' is not an instant: state Z or an offset, such as 2025-11-10T05:01Z or 2025-11-10T00:01-05:00"));
    }

    private async Task WaitAsync(long position, ServerCallContext context)
    {
        if (memory.Latest.Position >= position)
            return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        // A little before the caller's own deadline, so that the answer still reaches it.
        var patience = context.Deadline == DateTime.MaxValue ? Patience : context.Deadline - clock.GetUtcNow().UtcDateTime - TimeSpan.FromMilliseconds(150);
        over.CancelAfter(patience > TimeSpan.Zero ? patience : TimeSpan.Zero);
        try
        {
            await memory.WaitForAsync(position, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw Faults.Fault(StatusCode.Unavailable, "POSITION_NOT_REACHED", $"position {position} was not reached in time: the ledger is at {memory.Latest.Position}");
        }
    }
}
