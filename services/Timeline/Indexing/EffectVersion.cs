using System.Runtime.InteropServices;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// One reading of one event, and the rectangle of the two cuts of knowledge in which it is the visible one (DESIGN T6): positions from
/// <see cref="KnownFrom"/> up to but not including <see cref="KnownBefore"/>, and days of publication likewise. Of all readings of an event at
/// most one is visible at any pair of cuts.
/// </summary>
/// <remarks>
/// Words, dates and lists are numbers of the index's vocabulary. One writer closes it; a reader at a position before the closing one sees the
/// same whether it has been closed yet or not.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct EffectVersion
{
    /// <summary>Ledger position of the event.</summary>
    public int Recorded;

    /// <summary>Ledger position of the event that carries the wording: the same, or the correction that replaced it.</summary>
    public int Reads;

    /// <summary>Ledger position from which it is read so.</summary>
    public int KnownFrom;

    /// <summary>Ledger position from which it no longer is; the greatest number while it is.</summary>
    public int KnownBefore;

    /// <summary>First cut of publication under which it is read so.</summary>
    public int PublishedFrom;

    /// <summary>First cut of publication under which it no longer is.</summary>
    public int PublishedBefore;

    /// <summary>Number of the stream's name.</summary>
    public int Stream;

    /// <summary>Number of the entity's id.</summary>
    public int Entity;

    /// <summary>Number of the act's id.</summary>
    public int Act;

    /// <summary>Place in the act, from 1.</summary>
    public int Ordinal;

    /// <summary>Number of the announcement as resolved.</summary>
    public int AnnouncedOn;

    /// <summary>The act's sequence within its day, as resolved.</summary>
    public int Sequence;

    /// <summary>Number of the zone that the act states; 0: the jurisdiction's.</summary>
    public int Zone;

    /// <summary>Number of the list of jurisdictions.</summary>
    public int Jurisdictions;

    /// <summary>Where the body is packed.</summary>
    public uint Body;

    /// <summary>Whether it is what a reader sees under both cuts.</summary>
    /// <param name="position">The last ledger position known.</param>
    /// <param name="published">A cut of publication.</param>
    public readonly bool IsVisible(int position, int published) =>
        KnownFrom <= position && PublishedFrom <= published && published < PublishedBefore && position < Volatile.Read(in KnownBefore);
}
