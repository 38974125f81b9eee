using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Ledger.Adapters.Grpc;
using Ledger.Api.Timeline.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using HttpRequest = Microsoft.AspNetCore.Http.HttpRequest;

namespace Ledger.Timeline.Subscribing;

/// <summary>
/// The same subscription as Server-Sent Events (WHATWG HTML, section 9.2): one event a message, its id the ledger position, by which a browser
/// resumes of itself. A heartbeat is a comment, and moves the id on.
/// </summary>
internal sealed class EventStream(LedgerFeed feed, IHostApplicationLifetime lifetime)
{
    public const string Path = "/v1/events/stream";

    private const string LastEventId = "Last-Event-ID";

    private static readonly JsonFormatter Formatter = new(new JsonFormatter.Settings(formatDefaultValues: true, TypeRegistry.FromMessages(BadRequest.Descriptor)));

    public async Task ServeAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            var messages = feed.Follow(Read(context.Request), ended.Token);
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.StartAsync(ended.Token).ConfigureAwait(false);
            await foreach (var message in messages.ConfigureAwait(false))
                await context.Response.WriteAsync(Text(message), ended.Token).ConfigureAwait(false);
        }
        catch (RpcException malformed) when (malformed.StatusCode == StatusCode.InvalidArgument)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Formatter.Format(malformed.GetRpcStatus()), context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The subscriber left, or this instance stops: a browser connects again, and resumes.
        }
    }

    private string Text(FeedMessage message) => message.Events.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $": position {message.Position}\n{(message.Position < 0 ? "" : $"id: {message.Position}\n")}\n")
        : string.Concat(message.Events.Select(announced => string.Create(
            CultureInfo.InvariantCulture, $"id: {announced.Position}\ndata: {Formatter.Format(feed.Rendered(announced))}\n\n")));

    /// <summary>Reads the parameters as transcoding does; what is not known is refused, as everywhere.</summary>
    private static SubscribeRequest Read(HttpRequest http)
    {
        var request = new SubscribeRequest();
        foreach (var (name, values) in http.Query)
        {
            var field = SubscribeRequest.Descriptor.Fields.InFieldNumberOrder().FirstOrDefault(field => field.JsonName == name || field.Name == name)
                ?? throw Faults.Invalid((name, "no such parameter"));
            if (field.IsRepeated)
            {
                foreach (var value in values)
                    ((System.Collections.IList)field.Accessor.GetValue(request)).Add(value!);
                continue;
            }
            if (field.FieldType == FieldType.Bool)
            {
                field.Accessor.SetValue(request, values is ["true" or "false"] ? values == "true" : throw Faults.Invalid((field.JsonName, $"'{values}' is neither true nor false")));
                continue;
            }
            if (values.Count != 1 || !long.TryParse(values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                || (field.FieldType == FieldType.Int32 && number is < int.MinValue or > int.MaxValue))
                throw Faults.Invalid((field.JsonName, $"'{values}' is not a whole number"));
            field.Accessor.SetValue(request, field.FieldType == FieldType.Int32 ? (int)number : (object)number);
        }
        // What the browser has seen last beats where it began.
        if (http.Headers[LastEventId] is { Count: > 0 } last)
        {
            request.FromPosition = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                ? position + 1
                : throw Faults.Invalid((LastEventId, $"'{last}' is no ledger position"));
        }
        return request;
    }
}
