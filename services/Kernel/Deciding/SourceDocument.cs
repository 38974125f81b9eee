namespace Ledger.Kernel.Deciding;

/// <summary>What an act of an agreement or a facility is called where it states no id: its source document (DESIGN T11).</summary>
public static class SourceDocument
{
    /// <summary>The stated id, else the first citation's document number, else its address; empty where there is none.</summary>
    public static string ActOf(RecordAct command) =>
        command.Act ?? (command.Citations.IsEmpty ? null : command.Citations[0].DocumentNumber ?? command.Citations[0].Url) ?? "";
}
