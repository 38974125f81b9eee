using System.CommandLine;
using System.CommandLine.Invocation;
using Ledger.Cli;

// A token that begins with @ is a value like any other here, not a file of arguments.
var parsed = Root.Create(TimeProvider.System).Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
return parsed.Action is ParseErrorAction
    ? Failure.Tell(parsed)
    : await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
