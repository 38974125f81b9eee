using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Specs.Tidy;

/// <summary>The house rules that a compiler cannot hold (DESIGN section 6, STYLE).</summary>
public sealed partial class TidySpecs
{
    private const int MostLines = 300;

    private static readonly string Root = FindRoot();

    private static readonly string[] Domains = ["Agreements", "ExportControls", "Facilities"];

    [Fact]
    public void Dependencies_point_one_way()
    {
        var allowed = new Dictionary<string, string[]>
        {
            ["Ledger.Kernel"] = [],
            ["Ledger.Events"] = ["Ledger.Kernel"],
            ["Ledger.Api"] = ["Ledger.Events"],
            ["Ledger.Subscriber"] = ["Ledger.Api", "Ledger.Events"],
            ["Ledger.Agreements.Domain"] = ["Ledger.Kernel", "Ledger.Events"],
            ["Ledger.ExportControls.Domain"] = ["Ledger.Kernel", "Ledger.Events"],
            ["Ledger.Facilities.Domain"] = ["Ledger.Kernel", "Ledger.Events"],
            ["Ledger.Adapters"] = ["Ledger.Kernel", "Ledger.Events", "Ledger.Api"],
            ["Ledger.Agreements"] = ["Ledger.Agreements.Domain", "Ledger.Adapters", "Ledger.Api"],
            ["Ledger.ExportControls"] = ["Ledger.ExportControls.Domain", "Ledger.Adapters", "Ledger.Api"],
            ["Ledger.Facilities"] = ["Ledger.Facilities.Domain", "Ledger.Adapters", "Ledger.Api"],
            ["Ledger.Timeline"] = ["Ledger.Agreements.Domain", "Ledger.ExportControls.Domain", "Ledger.Facilities.Domain", "Ledger.Adapters", "Ledger.Api"],
            ["Ledger.Cli"] = ["Ledger.Api"],
            ["Ledger.Host"] = ["Ledger.Adapters", "Ledger.Agreements", "Ledger.ExportControls", "Ledger.Facilities", "Ledger.Timeline"],
        };
        var projects = Files("contracts", "*.csproj").Concat(Files("services", "*.csproj")).ToList();
        Assert.Equal(allowed.Keys.Order(), projects.Select(project => Path.GetFileNameWithoutExtension(project)).Order());
        foreach (var project in projects)
        {
            var strangers = References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))
                .Except(allowed[Path.GetFileNameWithoutExtension(project)]);
            Assert.True(!strangers.Any(), $"{project} must not reference {string.Join(", ", strangers)}");
        }
    }

    [Fact]
    public void Only_adapters_and_the_host_name_the_store_and_the_transport()
    {
        var named = Sources("services").Where(file => !Under(file, "services/Adapters"))
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"^using (MassTransit|Microsoft\.Data\.Sqlite|OpenTelemetry)", RegexOptions.Multiline));
        Assert.Empty(named);
        foreach (var project in Files("services", "*.csproj").Where(file => !Under(file, "services/Adapters")))
            Assert.DoesNotContain(References(project, "PackageReference"), package => package.StartsWith("MassTransit", StringComparison.Ordinal) || package.Contains("Sqlite", StringComparison.Ordinal));
    }

    [Fact]
    public void The_kernel_has_no_package_but_NodaTime_and_domains_none_but_a_calendar()
    {
        Assert.Equal(["NodaTime"], References(Path.Combine(Root, "services/Kernel/Ledger.Kernel.csproj"), "PackageReference"));
        foreach (var domain in Domains)
            Assert.Empty(References(Path.Combine(Root, $"services/{domain}/Domain/Ledger.{domain}.Domain.csproj"), "PackageReference").Except(["Ical.Net"]));
    }

    [Fact]
    public void Domains_are_pure()
    {
        var impure = new Regex(@"\b(async|await|Task|File|Console|HttpClient|Environment|Random|Guid\.NewGuid|Thread|Stopwatch)\b(?!\w)");
        foreach (var file in Domains.SelectMany(domain => Sources($"services/{domain}/Domain")).Concat(Sources("services/Kernel")))
        {
            var found = impure.Match(Code(file));
            Assert.True(!found.Success, $"{file} names {found.Value}: a domain neither waits, nor looks at clocks, files or chance");
        }
    }

    [Fact]
    public void No_clock_is_read_but_by_a_TimeProvider()
    {
        var clocks = new Regex(@"\b(DateTime|DateTimeOffset)\.(UtcNow|Now|Today)\b|SystemClock\.Instance|Environment\.TickCount");
        foreach (var file in Sources("services").Concat(Sources("contracts")))
            Assert.True(!clocks.IsMatch(Code(file)), $"{file} reads a clock: time comes in as an argument, or from a TimeProvider");
    }

    [Fact]
    public void Most_files_are_short_and_none_is_long()
    {
        var long_ = Sources("services").Concat(Sources("contracts")).Select(file => (file, Lines: File.ReadLines(file).Count())).Where(each => each.Lines > MostLines).ToList();
        Assert.True(long_.Count <= 3, string.Join("; ", long_));
        Assert.All(long_, each => Assert.True(each.Lines <= 2 * MostLines, $"{each.file} has {each.Lines} lines"));
    }

    [Fact]
    public void Every_event_type_has_a_wire_name_a_golden_file_and_words()
    {
        var types = typeof(MeasureIntroduced).Assembly.GetTypes().Concat(typeof(EventBody).Assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(EventBody)) && !type.IsAbstract).ToList();
        Assert.Equal(types.Select(type => type.Name).Order(), WireNames.All.Select(pair => pair.Key.Name).Order());
        foreach (var (type, wireName) in WireNames.All)
        {
            var golden = Path.Combine(Root, "contracts/events/golden", $"{wireName}.json");
            Assert.True(File.Exists(golden), $"{wireName} has no golden file");
            var body = EventCodec.Decode(File.ReadAllBytes(golden)).Body;
            Assert.IsType(type, body);
            Assert.NotEmpty(Summary(body));
        }
    }

    private static string Summary(EventBody body) => body switch
    {
        AgreementBody => Ledger.Agreements.Domain.Plain.Summary(body) + Ledger.Agreements.Domain.Plain.Dates(body),
        FacilityBody => Ledger.Facilities.Domain.Plain.Summary(body) + Ledger.Facilities.Domain.Plain.Dates(body),
        EventCorrected corrected => Summary(corrected.Replacement),
        EventRetracted retracted => retracted.Retracts,
        _ => Ledger.ExportControls.Domain.Plain.Summary(body) + Ledger.ExportControls.Domain.Plain.Dates(body),
    };

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(project).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);

    private static IEnumerable<string> Sources(string folder) => Files(folder, "*.cs");

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static bool Under(string file, string folder) => file.StartsWith(Path.Combine(Root, folder), StringComparison.Ordinal);

    /// <summary>A file without its comments and strings.</summary>
    private static string Code(string file) => Noise().Replace(File.ReadAllText(file), "");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ledger.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run inside the repository");
        return folder.FullName;
    }

    [GeneratedRegex(@"//[^\n]*|""(\\.|[^""\\\n])*""")]
    private static partial Regex Noise();
}
