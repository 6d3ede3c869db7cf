// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code ARCHITECTURE.md}: one way, pure where it says pure, outputs apart. */
@AnalyzeClasses(
    packages = {"io.gpunodeagent.core", "io.gpunodeagent.agent"},
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** The builders of core's tests come as a jar when Maven has packaged them. */
  static final class NoTestJars implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String CORE = "io.gpunodeagent.core";
  private static final String AGENT = "io.gpunodeagent.agent.";

  /** A package of the agent, and the packages that may use it; core is for all. */
  private static final Map<String, List<String>> USERS =
      Map.ofEntries(
          entry("sampling", "machine", "simulated", "run", "replay", "cli", "config"),
          entry("kubelet", "config", "simulated", "run", "cli"),
          entry("processes", "config", "simulated", "run", "cli"),
          entry(
              "cluster",
              "meters",
              "enforcement",
              "publishing",
              "config",
              "simulated",
              "run",
              "replay",
              "cli"),
          entry("enforcement", "config", "meters", "run", "replay", "cli"),
          entry("publishing", "config", "simulated", "meters", "run", "cli"),
          entry("persistence", "config", "simulated", "meters", "run", "cli"),
          entry("web", "config", "run", "cli"),
          entry("metrics", "config", "run", "cli"),
          entry("otlp", "config", "meters", "run", "cli"),
          entry("json", "api", "recorder", "web", "run", "cli"),
          entry("login", "web", "replay", "cli"),
          entry("api", "run"),
          entry("history", "api", "recorder", "run"),
          entry("recorder", "api", "config", "meters", "run", "cli"),
          entry("shaper", "config", "run", "cli"),
          entry("audit", "enforcement", "shaper", "logging"),
          entry("logging", "meters", "run", "cli"),
          entry("config", "logging", "meters", "simulated", "run", "replay", "cli"),
          entry("machine", "run", "cli"),
          entry("memory", "run"),
          entry("meters", "run"),
          entry("simulated", "run", "replay", "cli"),
          entry("run", "replay", "cli"),
          entry("replay", "cli"),
          entry("cli"));

  /** Packages of the agent that know nothing of the rest and are for all. */
  private static final List<String> GROUND =
      List.of("loop", "files", "faults", "document", "http", "tls");

  private static Map.Entry<String, List<String>> entry(String name, String... users) {
    return Map.entry(name, List.of(users));
  }

  @ArchTest static final ArchRule flowIsOneWay = flow();

  private static ArchRule flow() {
    var flow =
        layeredArchitecture()
            .consideringAllDependencies()
            .withOptionalLayers(true)
            .layer("core")
            .definedBy(CORE + "..");
    for (var name : Stream.concat(USERS.keySet().stream(), GROUND.stream()).toList()) {
      flow = flow.layer(name).definedBy(AGENT + name + "..");
    }
    for (var rule : USERS.entrySet()) {
      var layer = flow.whereLayer(rule.getKey());
      flow =
          rule.getValue().isEmpty()
              ? layer.mayNotBeAccessedByAnyLayer()
              : layer.mayOnlyBeAccessedByLayers(rule.getValue().toArray(String[]::new));
    }
    return flow.ensureAllClassesAreContainedInArchitecture();
  }

  @ArchTest
  static final ArchRule coreIsFreeOfCycles =
      slices().matching(CORE + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule agentIsFreeOfCycles =
      slices().matching(AGENT + "(**)").should().beFreeOfCycles();

  /**
   * A package with more files is several that need doors of their own. The public package of {@code
   * nvml-bindings} is not held to it: it is the API of a library, whose users import one package in
   * which each type has the name that NVML gives it, and sub-packages there would be their puzzle.
   */
  private static final int MOST_FILES = 30;

  @ParameterizedTest
  @ValueSource(strings = {"core", "agent", "simulation", "simulation-api"})
  void aPackageHoldsFewFiles(String module) throws IOException {
    var sources = Path.of(System.getProperty("repository.root", ".."), module, "src/main/java");
    try (var files = Files.walk(sources)) {
      var perPackage =
          files
              .filter(Files::isRegularFile)
              .collect(
                  Collectors.groupingBy(
                      file -> sources.relativize(file.getParent()).toString(),
                      Collectors.counting()));
      assertThat(perPackage)
          .isNotEmpty()
          .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_FILES));
    }
  }

  @ArchTest
  static final ArchRule coreSeesOnlyValues =
      classes()
          .that()
          .resideInAPackage(CORE + "..")
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("java.lang")
                  .or(resideInAPackage("java.lang.runtime"))
                  .or(resideInAPackage("java.lang.invoke"))
                  .or(resideInAPackage("java.util"))
                  .or(resideInAPackage("java.util.function"))
                  .or(resideInAPackage("java.util.stream"))
                  .or(resideInAPackage("java.util.regex"))
                  .or(resideInAPackage("java.time.."))
                  .or(resideInAPackage("org.jspecify.annotations"))
                  .or(resideInAPackage(CORE + "..")))
          .because("a rule is a function of its arguments");

  @ArchTest
  static final ArchRule groundKnowsNothingOfTheRest =
      classes()
          .that()
          .resideInAnyPackage(
              AGENT + "loop..",
              AGENT + "files..",
              AGENT + "faults..",
              AGENT + "http..",
              AGENT + "tls..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "javax.net.ssl")
                  .or(resideInAPackage("org.jspecify.annotations"))
                  .or(resideInAPackage(CORE + ".."))
                  .or(resideInAPackage(AGENT + "tls.."))
                  .or(resideInAPackage(AGENT + "loop.."))
                  .or(resideInAPackage(AGENT + "files.."))
                  .or(resideInAPackage(AGENT + "faults.."))
                  .or(resideInAPackage(AGENT + "http..")));

  @ArchTest
  static final ArchRule documentKnowsItsParsersOnly =
      classes()
          .that()
          .resideInAPackage(AGENT + "document..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "org.jspecify.annotations",
                  "org.snakeyaml.engine..",
                  "com.fasterxml.jackson.core..",
                  CORE + ".document..",
                  CORE + ".text..",
                  AGENT + "document.."));

  @ArchTest
  static final ArchRule coreHasNoEffects =
      noClasses()
          .that()
          .resideInAPackage(CORE + "..")
          .should()
          .accessTargetWhere(anEffect())
          .because("time, environment and chance arrive as arguments");

  @ArchTest
  static final ArchRule onlySamplingUsesNvml =
      noClasses()
          .that()
          .resideOutsideOfPackage(AGENT + "sampling..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gpunodeagent.nvml..", "com.sun.jna..");

  @ArchTest
  static final ArchRule onlyClusterUsesFabric8 =
      noClasses()
          .that()
          .resideOutsideOfPackage(AGENT + "cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..");

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(AGENT + "cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  /** Every other thread is a Loop: one made by hand ends with its first fault, and nobody sees. */
  private static final Map<String, String> MAY_START_THREADS =
      Map.of(
          AGENT + "loop.Loop", "runs what never ends",
          AGENT + "cli.Main", "the end of the process",
          AGENT + "files.BoundedCalls", "one call, in one of few places, which a disk may keep",
          AGENT + "replay.scenario.ScenarioPlay", "one pass at a time, each of which is waited for",
          AGENT + "kubelet.PodResourcesClient", "one call, whose threads are closed after it",
          AGENT + "shaper.SmiRun", "the output of one run, which ends with the program");

  private static final DescribedPredicate<JavaClass> MAY_NOT_START_THREADS =
      DescribedPredicate.describe(
          "are not named above",
          type -> !MAY_START_THREADS.containsKey(type.getFullName().replaceFirst("\\$.*", "")));

  @ArchTest
  static final ArchRule longWorkRunsInALoop =
      noClasses()
          .that(MAY_NOT_START_THREADS)
          .should()
          .accessTargetWhere(startsAThread())
          .orShould()
          .beAssignableTo(Thread.class)
          .because("work that never ends runs in loop.Loop, which outlives its faults");

  @ArchTest
  static void whoMayStartThreadsDoes(JavaClasses classes) {
    var starters = startsAThread();
    assertThat(MAY_START_THREADS.keySet())
        .allMatch(name -> classes.get(name).getAccessesFromSelf().stream().anyMatch(starters));
  }

  private static DescribedPredicate<JavaAccess<?>> startsAThread() {
    var ways =
        Set.of(
            "java.lang.Thread.<init>",
            "java.lang.Thread.ofPlatform",
            "java.lang.Thread.ofVirtual",
            "java.lang.Thread.startVirtualThread");
    var owners =
        Set.of(
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ThreadPoolExecutor",
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            "java.util.concurrent.StructuredTaskScope",
            "java.util.Timer");
    return DescribedPredicate.describe(
        "starts a thread or has a pool start it",
        access -> {
          var owner = access.getTargetOwner().getFullName();
          var name = access.getTarget().getName();
          return owners.contains(owner)
              || ways.contains(owner + "." + name)
              || (owner.equals("java.util.concurrent.CompletableFuture") && name.endsWith("Async"))
              || name.equals("parallelStream")
              || (owner.startsWith("java.util.stream.") && name.equals("parallel"));
        });
  }

  private static DescribedPredicate<JavaAccess<?>> anEffect() {
    var classes =
        Set.of(
            "java.lang.System",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ProcessBuilder",
            "java.util.Random",
            "java.util.Scanner",
            "java.util.Timer",
            "java.time.Clock");
    return DescribedPredicate.describe(
        "reaches for a clock, the environment, chance, a thread or a file",
        access -> {
          var owner = access.getTargetOwner().getFullName();
          var name = access.getTarget().getName();
          return classes.contains(owner)
              || (name.equals("now") && owner.startsWith("java.time."))
              || (name.equals("random") && owner.equals("java.lang.Math"))
              || (name.equals("randomUUID") && owner.equals("java.util.UUID"));
        });
  }
}
