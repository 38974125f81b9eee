namespace Ledger.Adapters.Saving;

/// <summary>When what has been read of the ledger is saved: often while it grows fast, seldom while it grows slowly, and taking little of the time. One caller at a time.</summary>
/// <param name="time">The clock.</param>
/// <param name="worthSaving">Fewer events than these are not worth it.</param>
public sealed class SavingPace(TimeProvider time, int worthSaving = SavingPace.WorthSaving)
{
    /// <summary>Fewer events than these are read again in no time.</summary>
    public const int WorthSaving = 20_000;

    /// <summary>What grew by this part since it was saved is saved again, so that a start that is cut short is not lost.</summary>
    private const int PartUnsaved = 4;

    /// <summary>A part so small is read again in less than a start takes.</summary>
    private const int PartSoonRead = 100;

    /// <summary>How little of the time saving may take.</summary>
    private const int TimesTook = 100;

    /// <summary>How often what grows slowly is saved.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);

    /// <summary>What takes longer than this is not saved when the service stops: it has a few seconds for all that it has to do.</summary>
    private static readonly TimeSpan LongAtTheEnd = TimeSpan.FromSeconds(2);

    private long _savedAt = time.GetTimestamp();
    private TimeSpan _took;

    /// <summary>Events that are saved.</summary>
    public long Events { get; private set; }

    /// <summary>Whether the last saving was short enough to save once more when the service stops.</summary>
    public bool IsShort => _took < LongAtTheEnd;

    /// <summary>Whether so many events, and what is not saved of them, are worth saving.</summary>
    public bool IsWorthIt(long events) => events > Math.Max(Events, worthSaving);

    /// <summary>
    /// Whether so many events are to be saved once everything has been read: however long that takes, it is less than to read them once more, and at the
    /// stop there may be no time for it.
    /// </summary>
    public bool IsDueOnceCaughtUp(long events) => IsWorthIt(events) && events - Events >= Events / PartSoonRead;

    /// <summary>Whether it is time to save so many events.</summary>
    /// <param name="events">Events read.</param>
    /// <param name="isCaughtUp">Whether these are all that there are: then it is also saved now and then.</param>
    public bool IsDue(long events, bool isCaughtUp) =>
        events - Events >= Math.Max(worthSaving, Events / PartUnsaved)
        || (isCaughtUp && time.GetElapsedTime(_savedAt) is var since && since >= Between && since >= _took * TimesTook);

    /// <summary>Notes what was loaded.</summary>
    public void Loaded(long events) => (Events, _savedAt) = (events, time.GetTimestamp());

    /// <summary>Notes what was saved, and how long it took.</summary>
    public void Saved(long events, TimeSpan took) => (Events, _savedAt, _took) = (events, time.GetTimestamp(), took);
}
