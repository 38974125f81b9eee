using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Ledger.Api.Exchange;

namespace Ledger.Cli;

/// <summary>What went wrong, in one sentence and one exit status.</summary>
internal static partial class Failure
{
    /// <summary>Fields of the API whose options are not simply their names.</summary>
    private static readonly Dictionary<string, string> OptionOf = new()
    {
        ["exportedFrom"] = "--from", ["parties"] = "--party", ["ships"] = "--ship", ["kinds"] = "--kind", ["jurisdictions"] = "--jurisdiction",
        ["notJurisdictions"] = "--not-jurisdiction", ["statuses"] = "--status", ["types"] = "--type",
    };

    /// <summary>Tells what could not be read on the command line.</summary>
    public static int Tell(ParseResult parsed)
    {
        foreach (var error in parsed.Errors.Select(Named).Distinct())
            Console.Error.WriteLine($"ledger: {error}");
        var command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
        Console.Error.WriteLine($"See 'ledger{command} --help'.");
        return ExitStatus.BadInput;
    }

    /// <summary>The exit status of a failure that is told to the user; null for a defect of this program, which is shown as it is.</summary>
    public static int? StatusOf(Exception failure) => failure switch
    {
        RpcException rpc when SpeaksNoGrpc(rpc) => ExitStatus.Unreachable,
        RpcException rpc => StatusOf(rpc.StatusCode),
        BadInputException or IOException or UnauthorizedAccessException => ExitStatus.BadInput,
        OperationCanceledException => ExitStatus.Interrupted,
        _ => null,
    };

    private static int StatusOf(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => ExitStatus.BadInput,
        StatusCode.FailedPrecondition or StatusCode.AlreadyExists or StatusCode.PermissionDenied or StatusCode.Unauthenticated => ExitStatus.Refused,
        StatusCode.NotFound => ExitStatus.NotFound,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Aborted => ExitStatus.Unreachable,
        StatusCode.Cancelled => ExitStatus.Interrupted,
        _ => ExitStatus.Failed,
    };

    public static string Sentence(Exception failure, Session session) => failure switch
    {
        RpcException rpc => Sentence(rpc, session),
        OperationCanceledException => "interrupted",
        _ => failure.Message,
    };

    private static string Sentence(RpcException failure, Session session)
    {
        var fault = RpcFault.Of(failure);
        return fault.Code switch
        {
            // Only a failure to connect carries an exception of this side; a server that answers UNAVAILABLE says why itself.
            StatusCode.Unavailable when failure.Status.DebugException is not null =>
                $"no ledger answers at {session.Address}: start one with 'dotnet run --project services/Host', or name another with --server",
            _ when SpeaksNoGrpc(failure) =>
                $"what answers at {session.Address} does not speak the ledger's gRPC: give --server the gRPC port (8081 unless set otherwise), not the HTTP/JSON one",
            StatusCode.DeadlineExceeded => Position(session.Parsed) is { } position
                ? $"--min-position: the ledger at {session.Address} did not come to position {position} within {Session.Patience.TotalSeconds} seconds"
                : $"{session.Address} did not answer within {Session.Patience.TotalSeconds} seconds",
            StatusCode.InvalidArgument when fault.Points.Count > 0 => string.Join("; ", fault.Points.Select(point => $"{OptionFor(point.Field, session.Parsed)}: {point.Why}")),
            StatusCode.FailedPrecondition when fault.Points.Count > 0 =>
                "refused: " + string.Join("; ", fault.Points.Select(point => $"{point.Rule}: {point.Field}: {point.Why}")),
            _ => fault.Sentence,
        };
    }

    /// <summary>What answers is another kind of server: the call failed on this side, or nobody there knows the service.</summary>
    private static bool SpeaksNoGrpc(RpcException failure) =>
        failure.StatusCode == StatusCode.Unimplemented || (failure.StatusCode == StatusCode.Internal && failure.Status.DebugException is not null);

    private static long? Position(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.OfType<Option<long?>>().FirstOrDefault(option => option.Name == CutOptions.MinPositionName) is { } option
            ? parsed.GetValue(option)
            : null;

    /// <summary>The parser's own sentence, with the option that it is about.</summary>
    private static string Named(ParseError error)
    {
        var plain = Plain(error.Message);
        return error.SymbolResult is OptionResult { Option.Name: var option } && !plain.Contains(option, StringComparison.Ordinal) ? $"{option}: {plain}" : plain;
    }

    /// <summary>The parser's own sentence about a number names a type of this program; users know whole numbers.</summary>
    private static string Plain(string error) => NoNumber().Replace(error, "${option}: '${text}' is not a whole number");

    [GeneratedRegex(@"^Cannot parse argument '(?<text>.*)' for option '(?<option>[^']*)' as expected type '.*'\.$")]
    private static partial Regex NoNumber();

    /// <summary>The option that a field of a request was typed as; the field itself where it was none.</summary>
    private static string OptionFor(string field, ParseResult parsed)
    {
        var name = Index().Replace(field[(field.LastIndexOf('.') + 1)..], "");
        var option = OptionOf.TryGetValue(name, out var irregular) ? irregular : "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(name);
        return parsed.CommandResult.Command.Options.Any(known => known.Name == option) ? option : field;
    }

    [GeneratedRegex(@"\[\d+\]$")]
    private static partial Regex Index();
}
