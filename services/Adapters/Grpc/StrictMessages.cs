using System.Buffers;
using System.Reflection;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Adapters.Grpc;

/// <summary>
/// Reads gRPC requests so that bytes which are no such request are answered INVALID_ARGUMENT with the field; the framework would answer
/// UNKNOWN. It takes the place of the framework's own way from a service to its methods, which offers no such hook.
/// </summary>
public static class StrictMessages
{
    /// <summary>To be called after <c>AddGrpc</c>.</summary>
    public static IServiceCollection AddStrictMessages(this IServiceCollection services)
    {
        foreach (var usual in services.Where(service => service.ServiceType == typeof(IServiceMethodProvider<>) && service.ImplementationType?.Assembly == typeof(IServiceMethodProvider<>).Assembly).ToList())
            services.Remove(usual);
        return services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(Methods<>));
    }

    private sealed class Methods<TService> : IServiceMethodProvider<TService>
        where TService : class
    {
        private static readonly HttpMethodMetadata Posted = new(["POST"]);

        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
        {
            var bound = Ancestors(typeof(TService)).Select(type => type.GetCustomAttribute<BindServiceMethodAttribute>()).First(found => found is not null)!;
            var bind = bound.BindType.GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Single(method => method.Name == bound.BindMethodName && method.GetParameters()[0].ParameterType == typeof(ServiceBinderBase));
            bind.Invoke(null, [new Binder(context), null]);
        }

        private static IEnumerable<Type> Ancestors(Type type)
        {
            for (var at = type; at is not null; at = at.BaseType)
                yield return at;
        }

        private sealed class Binder(ServiceMethodProviderContext<TService> context) : ServiceBinderBase
        {
            public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
            {
                var (call, metadata) = Of<UnaryServerMethod<TService, TRequest, TResponse>>(method.Name);
                context.AddUnaryMethod(Strict(method), metadata, call);
            }

            public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
            {
                var (call, metadata) = Of<ServerStreamingServerMethod<TService, TRequest, TResponse>>(method.Name);
                context.AddServerStreamingMethod(Strict(method), metadata, call);
            }

            public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
            {
                var (call, metadata) = Of<ClientStreamingServerMethod<TService, TRequest, TResponse>>(method.Name);
                context.AddClientStreamingMethod(Strict(method), metadata, call);
            }

            public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
            {
                var (call, metadata) = Of<DuplexStreamingServerMethod<TService, TRequest, TResponse>>(method.Name);
                context.AddDuplexStreamingMethod(Strict(method), metadata, call);
            }

            private static (TCall Call, List<object> Metadata) Of<TCall>(string name)
                where TCall : Delegate
            {
                var signature = typeof(TCall).GetMethod("Invoke")!.GetParameters().Skip(1).Select(parameter => parameter.ParameterType).ToArray();
                var method = typeof(TService).GetMethod(name, signature) ?? throw new InvalidOperationException($"{typeof(TService)} has no method {name}");
                return (method.CreateDelegate<TCall>(), [.. typeof(TService).GetCustomAttributes(inherit: true), .. method.GetCustomAttributes(inherit: true), Posted]);
            }
        }
    }

    private static Method<TRequest, TResponse> Strict<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        var usual = method.RequestMarshaller;
        return new(method.Type, method.ServiceName, method.Name, Marshallers.Create(usual.ContextualSerializer, Read), method.ResponseMarshaller);

        TRequest Read(DeserializationContext context)
        {
            try
            {
                return usual.ContextualDeserializer(context);
            }
            catch (InvalidProtocolBufferException unreadable)
            {
                var type = ((IMessage)Activator.CreateInstance<TRequest>()).Descriptor;
                throw Faults.Invalid(Unreadable.Find(context.PayloadAsReadOnlySequence().ToArray(), type) ?? ("$", unreadable.Message.TrimEnd('.')));
            }
        }
    }
}
