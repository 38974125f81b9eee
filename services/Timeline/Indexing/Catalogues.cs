using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing;

/// <summary>What rows are looked for by. All chains share one list of links.</summary>
internal sealed class Catalogues(Chunked<Posting> postings)
{
    /// <summary>The links of all chains.</summary>
    public Chunked<Posting> Postings => postings;

    /// <summary>Rows of instruments' streams, by instrument.</summary>
    public Catalogue Instruments { get; } = new(postings);

    /// <summary>Rows that publish an instrument, by instrument.</summary>
    public Catalogue Publications { get; } = new(postings);

    /// <summary>Rows that publish a numbered instrument, by how it is called.</summary>
    public Catalogue Names { get; } = new(postings);

    /// <summary>Rows that introduce a measure, by measure.</summary>
    public Catalogue Introductions { get; } = new(postings);

    /// <summary>Numbers of the measures that were ever introduced, by what covers them: their instrument and the clauses in between.</summary>
    public Catalogue MeasuresUnder { get; } = new(postings);

    /// <summary>Rows that act on an instrument or what it introduced, by instrument.</summary>
    public Catalogue ActingOn { get; } = new(postings);

    /// <summary>Rows that act on another effect, by its reference.</summary>
    public Catalogue Naming { get; } = new(postings);

    /// <summary>Rows of all streams, by reference.</summary>
    public Catalogue References { get; } = new(postings);

    /// <summary>Rows of agreements' streams, by agreement.</summary>
    public Catalogue Agreements { get; } = new(postings);

    /// <summary>Rows of facilities' streams, by facility.</summary>
    public Catalogue Facilities { get; } = new(postings);

    /// <summary>Rows by which another agreement takes an agreement's place, by the one replaced.</summary>
    public Catalogue Replacements { get; } = new(postings);

    /// <summary>Claims, by whom or what they are about.</summary>
    public Catalogue Claims { get; } = new(postings);

    /// <summary>What the editors state of completeness, by jurisdiction.</summary>
    public Catalogue Coverage { get; } = new(postings);

    /// <summary>Positions of the events that changed how an instrument reads, or what acts on it or names it, by instrument.</summary>
    public Catalogue Touches { get; } = new(postings);

    /// <summary>Positions of events, by stream.</summary>
    public Catalogue Streams { get; } = new(postings);

    /// <summary>Positions of events, by what they name on another stream.</summary>
    public Catalogue Mentions { get; } = new(postings);

    /// <summary>By stream and act, one more than the row of the act's first event there.</summary>
    public NumberTable Acts { get; } = new();
}

/// <summary>Ids that some row introduces, in natural order by kind.</summary>
internal sealed class KnownIds(Symbols symbols)
{
    public SortedIds Instruments { get; } = new(symbols);

    public SortedIds Measures { get; } = new(symbols);

    public SortedIds Agreements { get; } = new(symbols);

    public SortedIds Facilities { get; } = new(symbols);
}
