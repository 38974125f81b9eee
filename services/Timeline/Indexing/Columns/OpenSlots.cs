namespace Ledger.Timeline.Indexing.Columns;

/// <summary>Open addressing over any number of slots.</summary>
internal static class OpenSlots
{
    /// <summary>They grow by a quarter: twice as many, they would be half empty for half of their life.</summary>
    private const int PartAdded = 4;

    /// <summary>Where a hash stands first: in proportion to the number of slots, which need be no power of two.</summary>
    public static int PlaceOf(uint hash, int slots) => (int)(((ulong)hash * (uint)slots) >> 32);

    /// <summary>Where it stands if another stands there.</summary>
    public static int Next(int at, int slots) => at + 1 == slots ? 0 : at + 1;

    /// <summary>How many slots there are after so many.</summary>
    public static int Grown(int slots) => slots + (slots / PartAdded);
}
