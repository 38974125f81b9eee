using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>One entity as it stands at a coordinate.</summary>
internal static class EntityPage
{
    public static Task ShowAsync(Screen screen, ShowResponse answer)
    {
        var page = new Page(screen);
        switch (answer.EntityCase)
        {
            case ShowResponse.EntityOneofCase.Instrument:
                InstrumentText.Tell(page, answer.Instrument);
                break;
            case ShowResponse.EntityOneofCase.Measure:
                MeasureText.Tell(page, answer.Measure);
                break;
            case ShowResponse.EntityOneofCase.Clause:
                InstrumentText.Tell(page, answer.Clause);
                break;
            case ShowResponse.EntityOneofCase.Agreement:
                AgreementText.Tell(page, answer.Agreement);
                break;
            case ShowResponse.EntityOneofCase.Facility:
                FacilityText.Tell(page, answer.Facility);
                break;
            default:
                throw new InvalidOperationException($"no page for {answer.EntityCase}");
        }
        if (answer.Dangling.Count > 0)
            page.Heading("Dangling", "acts on it that find nothing to act on at these coordinates").Acts(2, answer.Dangling, on: "");
        return page.Coordinates(answer.Answered).ShowAsync();
    }

    /// <summary>The first line of a page: name, id, status.</summary>
    public static Page Title(this Page page, string name, string id, string status, Look look) =>
        page.Line(0, Piece.Strong(name), Piece.Dim(name == id ? "" : $"  {id}"), ": ", new Piece(status.Length > 0 ? status : "status not known", look));

    /// <summary>A label and what it says, left out where it says nothing.</summary>
    public static Page Fact(this Page page, int indent, string label, string text) => text.Length > 0 ? page.Line(indent, $"{label}: {text}") : page;

    public static Page Next(this Page page, NextChange? next)
    {
        page.Heading("What comes next");
        return page.Line(2, next is null ? "No act recorded so far changes it later." : Sources.Of(next) + ".");
    }

    public static Look LookOf(Status status) => status switch
    {
        Status.InForce => Look.Good,
        Status.Suspended or Status.Exempted or Status.PartlySuspended or Status.PartlyExempted or Status.Announced or Status.Mixed => Look.Warning,
        Status.Annulled or Status.Withdrawn or Status.Repealed or Status.Lapsed => Look.Bad,
        _ => Look.Plain,
    };
}
