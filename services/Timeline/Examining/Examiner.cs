using System.Runtime.CompilerServices;
using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Saving;
using Ledger.Timeline.Sequencing;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Timeline.Examining;

/// <summary>How far an examination has come.</summary>
/// <param name="Compared">Answers compared.</param>
/// <param name="Expected">About how many there will be.</param>
/// <param name="Position">Last ledger position looked at.</param>
/// <param name="Difference">The first difference, with which it ends; null while there is none.</param>
/// <param name="What">What differs: the index, or the saved projection.</param>
/// <param name="Saved">The saved projection that is compared as well.</param>
internal sealed record Examined(long Compared, long Expected, long Position, Difference? Difference, string What, InspectedProjection Saved);

/// <summary>
/// Compares what the index and the saved projection answer with the plain fold of the running ledger. Cuts and days are drawn from the ledger's own: its
/// positions, and the dates that its events state, with the days before and after them.
/// </summary>
internal sealed class Examiner(LedgerMemory memory, SavedProjection saved, IEventLog log, Documents documents, PolicyStreams streams, TimeProvider time)
{
    public const int UsualSample = 2000;

    /// <summary>Pairs of cuts at which everything is asked, or a sample.</summary>
    private const int CutsOfAll = 24;
    private const int CutsOfSample = 8;

    /// <summary>Each third pair of cuts also asks the saved projection.</summary>
    private const int CutsOfSaved = 3;

    private static readonly TimeSpan BetweenTellings = TimeSpan.FromMilliseconds(250);

    /// <summary>Examines the ledger as it stands; tells now and then how far it has come, and last what it found.</summary>
    /// <param name="sample">About how many answers to compare; null: everything that can be asked, at each pair of cuts.</param>
    /// <param name="seed">Draws cuts, days and the sample.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="EventLogUnavailableException">The store is away.</exception>
    public async IAsyncEnumerable<Examined> RunAsync(int? sample, int seed, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (ledger, random, compared, told) = (memory.Latest, new Random(seed), 0L, time.GetTimestamp());
        var inspected = await saved.InspectAsync(log.ReadAsync, documents, cancellation).ConfigureAwait(false);
        var examination = new Examination(streams, ledger);
        var days = DaysOf(ledger);
        var subjects = SubjectsOf(examination.Latest.Folded, random);
        var cuts = CutsOf(ledger, sample is null ? CutsOfAll : CutsOfSample, days, random);
        var expected = sample ?? ((long)subjects.Count * cuts.Count);
        foreach (var (cut, index) in cuts.Select((cut, index) => (cut, index)))
        {
            var worlds = examination.WorldsOf(cut);
            var savedWorld = index % CutsOfSaved == 0 && inspected.Ledger is { } kept && cut.Ledger.Count <= kept.Count ? World.Of(cut with { Ledger = kept.CutAt(cut.Ledger.Position) }) : null;
            foreach (var subject in sample is { } size ? subjects.OrderBy(_ => random.Next()).Take((size / cuts.Count) + 1) : subjects)
            {
                cancellation.ThrowIfCancellationRequested();
                var coordinate = CoordinateIn(cut, days, random);
                var found = (examination.Compare(subject, coordinate, worlds), "index");
                if (found.Item1 is null && savedWorld is not null)
                    found = (examination.Compare(subject, coordinate, (worlds.Folded, savedWorld)), "saved projection");
                compared++;
                if (found.Item1 is not null)
                {
                    yield return new Examined(compared, expected, ledger.Position, found.Item1, found.Item2, inspected);
                    yield break;
                }
                if (time.GetElapsedTime(told) < BetweenTellings)
                    continue;
                told = time.GetTimestamp();
                yield return new Examined(compared, Math.Max(expected, compared), ledger.Position, null, "", inspected);
                await Task.Yield();
            }
        }
        yield return new Examined(compared, compared, ledger.Position, null, "", inspected);
    }

    /// <summary>Everything that can be asked: each entity, its history, checks that each measure's scopes suggest, and the lists.</summary>
    private List<Subject> SubjectsOf(World latest, Random random) =>
    [
        .. FindAnswers.Ids(latest).SelectMany(id => new[] { Subject.Show(id), Subject.History(id, streams) }),
        .. latest.Controls.Measures.SelectMany(measure => Subject.ChecksOf(latest, measure, random).Take(2)),
        Subject.InForce, Subject.Commitments,
    ];

    /// <summary>Everything known first, then positions and days of publication as they are drawn.</summary>
    private static List<Cut> CutsOf(LedgerSnapshot ledger, int count, IReadOnlyList<LocalDate> days, Random random) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Cut(
            i % 3 == 0 ? ledger : ledger.CutAt(random.Next(-1, ledger.Count)), i < 2 || random.Next(2) == 0 || days.Count == 0 ? null : days[random.Next(days.Count)], IsProvisional: false)),
    ];

    private static Coordinate CoordinateIn(Cut cut, IReadOnlyList<LocalDate> days, Random random)
    {
        var day = days.Count == 0 ? new LocalDate(2025, 11, 15) : days[random.Next(days.Count)].PlusDays(random.Next(-1, 2));
        if (random.Next(4) > 0)
            return new Coordinate(day, null, cut, LocalDatePattern.Iso.Format(day));
        var instant = day.AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(random.Next(0, 24 * 60));
        return new Coordinate(null, instant, cut, InstantPattern.ExtendedIso.Format(instant));
    }

    /// <summary>The days that events of the ledger state, of a long one those of a part.</summary>
    private static List<LocalDate> DaysOf(LedgerSnapshot ledger)
    {
        const int most = 20_000;
        var step = Math.Max(1, ledger.Count / most);
        var moments = Enumerable.Range(0, ledger.Count / step).Select(i => ledger[(long)i * step].Event)
            .SelectMany(recorded => Moments.Of(recorded.Body).Concat(recorded.Place is { } place ? [place.AnnouncedOn] : []));
        return [.. moments.SelectMany(moment => new[] { moment.EarliestDay, moment.LatestDay }).OfType<LocalDate>().Distinct().Order()];
    }
}
