namespace Ledger.Integration.Running;

/// <summary>A host that has ended.</summary>
/// <param name="ExitStatus">As the host's table of exit statuses tells; 128 + 9 when it was killed.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Errors">What it wrote to standard error.</param>
public sealed record EndedHost(int ExitStatus, string Output, string Errors)
{
    public override string ToString() => $"exit status {ExitStatus}\n{Output}\n{Errors}";
}
