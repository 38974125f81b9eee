using Ledger.ExportControls.Domain;
using Ledger.Specs.Telling;

namespace Ledger.Specs.ExportControls;

/// <summary>Given, when, then for instruments and measures.</summary>
public abstract class ExportControlsSpec : OwnerSpec
{
    private protected ExportControlsSpec()
        : base(new ExportControlsLedger(), "instrument")
    {
    }
}
