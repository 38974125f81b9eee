using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using Common = Ledger.Api.Common.V1;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>
/// Effects and scopes of a ledger as they were told last: to tell one its document is read from the store. What is told is shared by all answers that tell it, and
/// nobody changes it. Safe for many callers.
/// </summary>
public sealed class Told
{
    /// <summary>A cause takes a kilobyte or two.</summary>
    private const int MostCauses = 1 << 14;
    private const int MostScopes = 1 << 13;

    private static readonly Wire.Cause Unread = new();

    private readonly Recent<Effect, Wire.Cause> _causes = new(MostCauses, ReferenceEqualityComparer.Instance);
    private readonly Recent<Events.Scope, Common.Scope> _scopes = new(MostScopes, ReferenceEqualityComparer.Instance);

    /// <summary>An effect as a link in the chain of acts.</summary>
    /// <param name="effect">The effect; told anew where its entity is called otherwise than the last time.</param>
    /// <param name="title">How its entity is called.</param>
    internal Wire.Cause Cause(Effect effect, string title)
    {
        try
        {
            var told = _causes.Of(effect, (effect, title), static asked => Acts.ToCause(asked.effect, asked.title));
            if (told.Title != title)
                _causes.Keep(effect, told = Acts.ToCause(effect, title));
            return told;
        }
        catch (NotAtHandException)
        {
            // The answer will be told again; what else it lacks is noted meanwhile, to be read together.
            return Unread;
        }
    }

    /// <summary>A scope as a message.</summary>
    internal Common.Scope Scope(Events.Scope scope) => _scopes.Of(scope, static scope => Api.Transcription.Message<Common.Scope>(scope));
}
