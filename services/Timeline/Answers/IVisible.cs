using Ledger.ExportControls.Domain;
using Ledger.Kernel;

namespace Ledger.Timeline.Answers;

/// <summary>
/// What is visible of all owners at one cut of knowledge (DESIGN T6), found by what it is about. Lists of effects are in legal order, lists of
/// ids in natural order. Two ways of finding it answer alike to the byte: the plain fold, and the index.
/// </summary>
public interface IVisible
{
    /// <summary>What was told of it lately, for whoever tells it again.</summary>
    Told Told { get; }

    /// <summary>Of all instruments.</summary>
    IVisibleControls Controls { get; }

    /// <summary>Ids of agreements with a visible effect of their own.</summary>
    IReadOnlyList<string> Agreements { get; }

    /// <summary>Ids of facilities with a visible effect of their own.</summary>
    IReadOnlyList<string> Facilities { get; }

    /// <summary>How many instruments and measures there are, and how many agreements and facilities with an effect that introduces them.</summary>
    /// <param name="introduces">Whether an effect introduces the agreement or facility that it stands on.</param>
    Counted Count(Func<EventBody, bool> introduces);

    /// <summary>The effects on an agreement's stream.</summary>
    IReadOnlyList<Effect> OfAgreement(string id);

    /// <summary>The effects on a facility's stream.</summary>
    IReadOnlyList<Effect> OfFacility(string id);

    /// <summary>The effects by which other agreements take an agreement's place.</summary>
    IReadOnlyList<Effect> Replacing(string agreement);

    /// <summary>Claims on an entity's own stream, or about it on another's.</summary>
    IReadOnlyList<Effect> ClaimsAbout(string id);

    /// <summary>What the editors state of completeness for a jurisdiction.</summary>
    IReadOnlyList<Effect> CoverageOf(string jurisdiction);

    /// <summary>The effects that publish an instrument under a number, by how it is called.</summary>
    IReadOnlyList<Effect> PublicationsNamed(string name);
}

/// <summary>How many there are of each kind.</summary>
public sealed record Counted(int Instruments, int Measures, int Agreements, int Facilities);
