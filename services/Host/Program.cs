using Ledger.Adapters.Running;
using System.CommandLine;
using Ledger.Host;

var parsed = HostCommand.Build().Parse(args);
// The host itself bounds how long it takes to answer what is in flight; the command line's own patience, of two seconds, would cut it off.
if (parsed.Errors.Count == 0)
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
foreach (var error in parsed.Errors)
    Console.Error.WriteLine($"{string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.')} (see --help)");
return ExitStatus.BadSetting;
