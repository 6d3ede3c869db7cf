package io.gpunodeagent.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** The rules of {@code ARCHITECTURE.md}: one way, pure where it says pure, outputs apart. */
@AnalyzeClasses(packages = "io.gpunodeagent.agent", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.gpunodeagent.agent.";
  private static final String[] PURE = {
    ROOT + "snapshot..",
    ROOT + "attribution..",
    ROOT + "usage..",
    ROOT + "policy..",
    ROOT + "health..",
    ROOT + "labels..",
    ROOT + "state..",
    ROOT + "replay..",
    ROOT + "shaping.."
  };

  /** The values of {@code loop} that rules may compute with. */
  private static final DescribedPredicate<JavaClass> VALUES_OF_LOOP =
      DescribedPredicate.describe(
          "a value of loop",
          type ->
              Set.of(ROOT + "loop.Backoff", ROOT + "loop.NodeShare").contains(type.getFullName()));

  @ArchTest
  static final ArchRule flowIsOneWay =
      layeredArchitecture()
          .consideringAllDependencies()
          .withOptionalLayers(true)
          .layer("snapshot")
          .definedBy(ROOT + "snapshot..")
          .layer("loop")
          .definedBy(ROOT + "loop..")
          .layer("sampling")
          .definedBy(ROOT + "sampling..")
          .layer("kubelet")
          .definedBy(ROOT + "kubelet..")
          .layer("processes")
          .definedBy(ROOT + "processes..")
          .layer("cluster")
          .definedBy(ROOT + "cluster..")
          .layer("attribution")
          .definedBy(ROOT + "attribution..")
          .layer("usage")
          .definedBy(ROOT + "usage..")
          .layer("policy")
          .definedBy(ROOT + "policy..")
          .layer("health")
          .definedBy(ROOT + "health..")
          .layer("labels")
          .definedBy(ROOT + "labels..")
          .layer("state")
          .definedBy(ROOT + "state..")
          .layer("replay")
          .definedBy(ROOT + "replay..")
          .layer("shaping")
          .definedBy(ROOT + "shaping..")
          .layer("audit")
          .definedBy(ROOT + "audit..")
          .layer("shaper")
          .definedBy(ROOT + "shaper..")
          .layer("metrics")
          .definedBy(ROOT + "metrics..")
          .layer("enforcement")
          .definedBy(ROOT + "enforcement..")
          .layer("publishing")
          .definedBy(ROOT + "publishing..")
          .layer("persistence")
          .definedBy(ROOT + "persistence..")
          .layer("web")
          .definedBy(ROOT + "web..")
          .layer("files")
          .definedBy(ROOT + "files..")
          .layer("logging")
          .definedBy(ROOT + "logging..")
          .layer("config")
          .definedBy(ROOT + "config..")
          .layer("cli")
          .definedBy(ROOT + "cli..")
          .layer("app")
          .definedBy(ROOT + "app..")
          .whereLayer("state")
          .mayOnlyBeAccessedByLayers("metrics", "web", "enforcement", "config", "cli", "app")
          .whereLayer("replay")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("shaping")
          .mayOnlyBeAccessedByLayers("shaper", "persistence", "config", "cli", "app")
          .whereLayer("audit")
          .mayOnlyBeAccessedByLayers("enforcement", "shaper", "logging")
          .whereLayer("shaper")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("sampling")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("enforcement")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("publishing")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("persistence")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("web")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("kubelet")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("processes")
          .mayOnlyBeAccessedByLayers("config", "cli", "app")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("enforcement", "publishing", "config", "cli", "app")
          .whereLayer("logging")
          .mayOnlyBeAccessedByLayers("cli", "app")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("logging", "cli", "app")
          .whereLayer("app")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule purePackagesSeeOnlyValues =
      classes()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("java.lang")
                  .or(resideInAPackage("java.lang.runtime"))
                  .or(resideInAPackage("java.lang.invoke"))
                  .or(resideInAPackage("java.util"))
                  .or(resideInAPackage("java.util.function"))
                  .or(resideInAPackage("java.util.stream"))
                  .or(resideInAPackage("java.util.regex"))
                  .or(resideInAPackage("java.time"))
                  .or(resideInAPackage("org.jspecify.annotations"))
                  .or(JavaClass.Predicates.resideInAnyPackage(PURE))
                  .or(VALUES_OF_LOOP))
          .because("a rule is a function of its arguments");

  @ArchTest
  static final ArchRule backoffIsAValueForAll =
      classes()
          .that(VALUES_OF_LOOP)
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("java.lang")
                  .or(resideInAPackage("java.lang.runtime"))
                  .or(resideInAPackage("java.lang.invoke"))
                  .or(resideInAPackage("java.time"))
                  .or(VALUES_OF_LOOP));

  @ArchTest
  static final ArchRule loopKnowsNothingOfTheRest =
      classes()
          .that()
          .resideInAPackage(ROOT + "loop..")
          .should()
          .onlyDependOnClassesThat(
              resideInAPackage("java..")
                  .or(resideInAPackage("org.jspecify.annotations"))
                  .or(resideInAPackage(ROOT + "loop..")));

  @ArchTest
  static final ArchRule purePackagesHaveNoEffects =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .accessTargetWhere(anEffect())
          .because("time, environment and chance arrive as arguments");

  @ArchTest
  static final ArchRule onlySamplingUsesNvml =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "sampling..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gpunodeagent.nvml..", "com.sun.jna..");

  @ArchTest
  static final ArchRule onlyClusterUsesFabric8 =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..");

  @ArchTest
  static final ArchRule onlyMainExits =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  /** Every other thread is a Loop: one made by hand ends with its first fault, and nobody sees. */
  private static final Map<String, String> MAY_START_THREADS =
      Map.of(
          ROOT + "loop.Loop", "runs what never ends",
          ROOT + "cli.Main", "the end of the process",
          ROOT + "cli.Screen", "the end of the process gives the terminal back",
          ROOT + "app.ScenarioPlay", "one pass at a time, each of which is waited for",
          ROOT + "kubelet.PodResourcesClient", "one call, whose threads are closed after it",
          ROOT + "metrics.Generation", "one rendering, which is waited for",
          ROOT + "shaper.SmiRun", "the output of one run, which ends with the program");

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
