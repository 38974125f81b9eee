using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Ledger.Api.Timeline.V1;

namespace Ledger.Integration.Api.Asking;

/// <summary>One of the two ways to ask the public API. Both answer the same document.</summary>
public abstract class Surface
{
    /// <summary>Asks a unary question of timeline.</summary>
    public abstract Task<Answer> AskAsync(IMessage request);

    public Task<Answer> CheckAsync(Coordinates at, Question question) => AskAsync(new CheckRequest { At = at, Question = question });

    public Task<Answer> ShowAsync(Coordinates at, string id) => AskAsync(new ShowRequest { At = at, Id = id });

    public Task<Answer> HistoryAsync(string id) => AskAsync(new GetHistoryRequest { Id = id });

    /// <summary>The rpc of timeline that takes such a request.</summary>
    protected static MethodDescriptor MethodOf(IMessage request) =>
        TimelineService.Descriptor.Methods.Single(method => method.InputType == request.Descriptor);
}

/// <summary>Over gRPC; the answer is written as proto3 JSON, as the transcoder would.</summary>
public sealed class GrpcSurface(CallInvoker invoker) : Surface
{
    public const string Name = "gRPC";

    private static readonly JsonFormatter Writer = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public override async Task<Answer> AskAsync(IMessage request)
    {
        var method = MethodOf(request);
        var call = new Method<IMessage, IMessage>(
            MethodType.Unary, method.Service.FullName, method.Name,
            Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
            Marshallers.Create<IMessage>(_ => throw new NotSupportedException(), bytes => method.OutputType.Parser.ParseFrom(bytes)));
        var answer = await invoker.AsyncUnaryCall(call, null, new CallOptions(), request);
        return new Answer(Writer.Format(answer));
    }
}

/// <summary>Over HTTP/JSON, by the paths that the protos state.</summary>
public sealed class HttpSurface(HttpClient http) : Surface
{
    public const string Name = "HTTP/JSON";

    public override async Task<Answer> AskAsync(IMessage request)
    {
        using var message = Request(request);
        using var response = await http.SendAsync(message);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? new Answer(text) : throw new InvalidOperationException($"{(int)response.StatusCode} {text}");
    }

    private static HttpRequestMessage Request(IMessage request)
    {
        var rule = MethodOf(request).GetOptions().GetExtension(AnnotationsExtensions.Http);
        var json = JsonDocument.Parse(JsonFormatter.Default.Format(request)).RootElement;
        if (rule.Post.Length > 0)
            return new HttpRequestMessage(HttpMethod.Post, rule.Post) { Content = JsonContent.Create(json) };
        var path = rule.Get;
        var query = new StringBuilder();
        foreach (var (name, value) in Parameters(json, ""))
        {
            if (path.Contains("{" + name + "=", StringComparison.Ordinal))
                path = path.Replace("{" + name + "=**}", value, StringComparison.Ordinal);
            else
                query.Append(CultureInfo.InvariantCulture, $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}");
        }
        return new HttpRequestMessage(HttpMethod.Get, path + query);
    }

    private static IEnumerable<(string Name, string Value)> Parameters(JsonElement json, string path) => json.EnumerateObject().SelectMany(property =>
        property.Value.ValueKind switch
        {
            JsonValueKind.Object => Parameters(property.Value, $"{path}{property.Name}."),
            JsonValueKind.Array => property.Value.EnumerateArray().Select(item => ($"{path}{property.Name}", item.ToString())),
            _ => [($"{path}{property.Name}", property.Value.ToString())],
        });
}
