using System.Text;
using CovTools.Reports;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Reports;

public sealed class CoberturaReportTests
{
    [Fact]
    public void TheDocumentHasPackagesClassesMethodsAndLines() =>
        Encoding.UTF8.GetString(Write(new CoberturaOptions())).ShouldBe(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">
            <!-- metric: llvm -->
            <coverage line-rate="0.6" branch-rate="0.8" complexity="0" lines-covered="3" lines-valid="5" branches-covered="4" branches-valid="5" version="CovTools" timestamp="0">
             <sources>
              <source>.</source>
             </sources>
             <packages>
              <package name="/w" line-rate="1" branch-rate="1" complexity="0">
               <classes>
                <class name="empty.h" filename="/w/empty.h" line-rate="1" branch-rate="1" complexity="0">
                 <methods />
                 <lines />
                </class>
               </classes>
              </package>
              <package name="/w/src" line-rate="0.6" branch-rate="0.8" complexity="0">
               <classes>
                <class name="a &amp; &quot;b&quot;�.c" filename="/w/src/a &amp; &quot;b&quot;�.c" line-rate="0.75" branch-rate="0.8" complexity="0">
                 <methods>
                  <method name="_Z1fv" signature="" line-rate="0.666666" branch-rate="0.75" complexity="0">
                   <lines>
                    <line number="3" hits="10" branch="false" />
                    <line number="4" hits="10" branch="true" condition-coverage="75% (3/4)">
                     <conditions>
                      <condition number="0" type="jump" coverage="100%" />
                      <condition number="1" type="jump" coverage="50%" />
                     </conditions>
                    </line>
                    <line number="5" hits="0" branch="false" />
                   </lines>
                  </method>
                  <method name="Definition at line 9, column 1" signature="" line-rate="1" branch-rate="1" complexity="0">
                   <lines>
                    <line number="9" hits="9223372036854775807" branch="true" condition-coverage="100% (1/1)">
                     <conditions>
                      <condition number="0" type="jump" coverage="100%" />
                     </conditions>
                    </line>
                   </lines>
                  </method>
                 </methods>
                 <lines>
                  <line number="3" hits="10" branch="false" />
                  <line number="4" hits="10" branch="true" condition-coverage="75% (3/4)">
                   <conditions>
                    <condition number="0" type="jump" coverage="100%" />
                    <condition number="1" type="jump" coverage="50%" />
                   </conditions>
                  </line>
                  <line number="5" hits="0" branch="false" />
                  <line number="9" hits="9223372036854775807" branch="true" condition-coverage="100% (1/1)">
                   <conditions>
                    <condition number="0" type="jump" coverage="100%" />
                   </conditions>
                  </line>
                 </lines>
                </class>
                <class name="c.c" filename="/w/src/c.c" line-rate="0" branch-rate="1" complexity="0">
                 <methods>
                  <method name="&lt;main&gt;" signature="" line-rate="0" branch-rate="1" complexity="0">
                   <lines>
                    <line number="1" hits="0" branch="false" />
                   </lines>
                  </method>
                 </methods>
                 <lines>
                  <line number="1" hits="0" branch="false" />
                 </lines>
                </class>
               </classes>
              </package>
             </packages>
            </coverage>

            """.ReplaceLineEndings("\n"));

    [Fact]
    public void SourcesNamesAndTimeAreWrittenWhenAsked()
    {
        var options = new CoberturaOptions { Sources = ["/w/src/", "/w"], Demangle = name => name == "_Z1fv" ? "f()" : name, Timestamp = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000) };

        var xml = Encoding.UTF8.GetString(Write(options));

        xml.ShouldContain("<source>/w/src</source>");
        xml.ShouldContain("<source>/w</source>");
        xml.ShouldContain("filename=\"c.c\"");
        xml.ShouldContain("filename=\"empty.h\"");
        xml.ShouldContain("<package name=\".\"");
        xml.ShouldContain("<method name=\"f()\"");
        xml.ShouldContain("timestamp=\"1700000000\"");
    }

    [Fact]
    public void TheDocumentKeepsToTheDocumentType()
    {
        ToolRunner.Require("/usr/bin/xmllint");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.xml"], Write(new CoberturaOptions { Sources = ["/w"] }));

        ToolRunner.Run("/usr/bin/xmllint", ["--nonet", "--noout", "--dtdvalid", Path.Combine(RepositoryRoot.Path, "tests/Fixtures/reports/coverage-04.dtd"), folder["a.xml"]]);
    }

    [Fact]
    public void AReportWithoutFilesIsADocumentToo()
    {
        var xml = Encoding.UTF8.GetString(SampleFiles.Write(stream => CoberturaReport.Write(stream, [], new CoberturaOptions())));

        xml.ShouldContain("lines-valid=\"0\"");
        xml.ShouldContain("<packages />");
    }

    private static byte[] Write(CoberturaOptions options) => SampleFiles.Write(stream => CoberturaReport.Write(stream, SampleFiles.All, options));
}
