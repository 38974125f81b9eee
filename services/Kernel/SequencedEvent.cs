namespace Ledger.Kernel;

/// <summary>
/// An event with its ledger position, by which alone it is known: within one ledger, or one stream, no two are equal. What it says may be read
/// only when it is asked for.
/// </summary>
public sealed class SequencedEvent : IEquatable<SequencedEvent>
{
    private readonly Func<long, LedgerEvent>? _read;
    private readonly bool _isHeldLightly;
    private LedgerEvent? _event;
    private WeakReference<LedgerEvent>? _held;

    /// <param name="position">Dense from 0, over all policy events (DESIGN section 2).</param>
    /// <param name="recorded">The event as decoded.</param>
    public SequencedEvent(long position, LedgerEvent recorded) => (Position, _event) = (position, recorded);

    /// <param name="position">Dense from 0, over all policy events (DESIGN section 2).</param>
    /// <param name="read">Reads the event at the position; it is asked once or not at all.</param>
    public SequencedEvent(long position, Func<long, LedgerEvent> read) => (Position, _read) = (position, read);

    private SequencedEvent(long position, Func<long, LedgerEvent> read, bool isHeldLightly)
        : this(position, read) => _isHeldLightly = isHeldLightly;

    /// <summary>For whoever keeps many for long: what was read is let go of when memory is needed, and read again.</summary>
    public static SequencedEvent HeldLightly(long position, Func<long, LedgerEvent> read) => new(position, read, isHeldLightly: true);

    public long Position { get; }

    /// <summary>The event as decoded.</summary>
    public LedgerEvent Event => _isHeldLightly ? Held() : _event ??= _read!(Position);

    public bool Equals(SequencedEvent? other) => other is not null && Position == other.Position;

    public override bool Equals(object? obj) => Equals(obj as SequencedEvent);

    public override int GetHashCode() => Position.GetHashCode();

    private LedgerEvent Held()
    {
        if (_held is { } held && held.TryGetTarget(out var known))
            return known;
        var read = _read!(Position);
        _held = new WeakReference<LedgerEvent>(read);
        return read;
    }
}
