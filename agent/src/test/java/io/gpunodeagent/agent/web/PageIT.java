// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.run.RunningAgent;
import io.gpunodeagent.agent.web.Browser.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** The page in a real browser, served by the whole agent on simulated nodes. */
@Timeout(180)
class PageIT {

  private static final Map<String, String> POLICIES = Map.of("log.level", "error");

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void startTheBrowser() {
    browser = Browser.start();
  }

  @AfterAll
  static void stopTheBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  /**
   * In one turn of the page's event loop: what it shows, and what the API answers for the same
   * state. Null while the two are of different states.
   */
  private static final String BOTH =
      """
      const done = arguments[arguments.length - 1];
      const text = (root, selector) => [...root.querySelectorAll(selector)].map((one) => one.innerText.trim());
      const shown = () => [...document.querySelectorAll("#gpus > .card")].map((card) => ({
        name: card.getAttribute("aria-label"),
        badges: text(card, ".badges .badge"),
        values: text(card, ".readings .value").map((value) => value.replace(/\\s+/g, " ")),
        instances: text(card, ".instances .profile"),
        pods: text(card, ".holder .pod"),
        unread: text(card, ".banner strong"),
      }));
      const attempt = async () => {
        const get = async (name) => (await fetch("api/v1/" + name)).json();
        const [gpus, allocations, node] = await Promise.all([get("gpus"), get("allocations"), get("node")]);
        const same = [gpus, allocations, node].every((one) => String(one.sequence) === document.body.dataset.sequence);
        if (!same) { setTimeout(attempt, 50); return; }
        const whole = new Intl.NumberFormat("en", {maximumFractionDigits: 0});
        const expected = gpus.gpus.map((gpu) => ({
          name: "GPU " + gpu.index,
          state: gpu.use ? gpu.use.state : null,
          health: gpu.health && gpu.health.state ? gpu.health.state : "unknown",
          fresh: gpu.condition.state === "fresh",
          watts: gpu.readings && gpu.readings.powerUsageMilliwatts !== null ? whole.format(gpu.readings.powerUsageMilliwatts / 1000) + " W" : null,
          instances: gpu.mig ? gpu.mig.instances.map((one) => one.profile) : [],
          pods: allocations.allocations.filter((one) => one.gpu === gpu.uuid).map((one) => one.namespace + "/" + one.pod),
        }));
        done({shown: shown(), expected, counts: document.querySelector(".counts").innerText, overview: node.node.overview});
      };
      attempt();
      """;

  @ParameterizedTest
  @CsvSource({
    "k8s-h100-8, DESKTOP_LIGHT",
    "k8s-h100-8, PHONE_DARK",
    "k8s-a100-mig, DESKTOP_DARK",
    "k8s-a100-mig, PHONE_LIGHT",
    "k8s-t4-timesliced, DESKTOP_LIGHT",
    "dgx-a100-8-mig-mixed, WALL_LIGHT",
    "h100-mig-single-7, DESKTOP_DARK",
    "hgx-b200-8, DESKTOP_LIGHT",
    "gb200-tray-4, DESKTOP_DARK",
    "dgx-1v-8, DESKTOP_LIGHT",
    "mixed-models, PHONE_LIGHT",
    "t4-4-timesliced, DESKTOP_DARK",
    "no-gpu, PHONE_DARK"
  })
  void whatTheApiAnswersIsWhatThePageShows(String scenario, Look look) throws Exception {
    try (var agent = RunningAgent.start(scenario, POLICIES)) {
      browser.open(agent.address(), look);
      browser.await("a state", "return document.querySelector('.counts') !== null");
      var both = (Map<?, ?>) browser.awaitCallback(BOTH);
      var shown = list(both, "shown");
      var expected = list(both, "expected");
      assertThat(shown).hasSameSizeAs(expected);
      for (int gpu = 0; gpu < shown.size(); gpu++) {
        compare((Map<?, ?>) shown.get(gpu), (Map<?, ?>) expected.get(gpu));
      }
      var overview = (Map<?, ?>) Objects.requireNonNull(both.get("overview"));
      assertThat((String) both.get("counts"))
          .contains(overview.get("active") + " active", overview.get("idle") + " idle")
          .contains(overview.get("unknown") + " unknown", overview.get("free") + " free");
      assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"))
          .as("nothing is wider than the screen")
          .isTrue();
      assertThat(browser.seriousFindings()).isEmpty();
      assertThat(browser.console()).isEmpty();
    }
  }

  private static void compare(Map<?, ?> shown, Map<?, ?> expected) {
    assertThat(shown.get("name")).isEqualTo(expected.get("name"));
    assertThat(texts(shown, "badges")).contains((String) expected.get("health"));
    if (expected.get("state") != null) {
      assertThat(texts(shown, "badges")).contains((String) expected.get("state"));
    }
    assertThat(texts(shown, "unread").isEmpty()).isEqualTo(expected.get("fresh"));
    if (expected.get("watts") != null) {
      assertThat(texts(shown, "values"))
          .anyMatch(value -> value.startsWith(expected.get("watts") + " / "));
    }
    assertThat(shown.get("instances")).isEqualTo(expected.get("instances"));
    assertThat(shown.get("pods")).isEqualTo(expected.get("pods"));
  }

  private static List<String> texts(Map<?, ?> of, String key) {
    return list(of, key).stream().map(String::valueOf).toList();
  }

  private static List<?> list(Map<?, ?> of, String key) {
    return (List<?>) Objects.requireNonNull(of.get(key));
  }

  private static final String TWO_GPUS =
      """
      description: a GPU that hangs for a while
      driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, branch: r580_00}
      devices: [{model: H100-SXM5-80GB, count: 2}]
      """;

  @Test
  void aGpuThatGivesNoReadingHasItsCardAndItsReason(@TempDir Path directory) throws Exception {
    var scenario = directory.resolve("scenario.yaml");
    Files.writeString(
        scenario,
        TWO_GPUS
            + "faults: [{function: nvmlDeviceGetPowerUsage, device: 1, hang: true, from: 3s}]\n");
    try (var agent = RunningAgent.start(scenario.toString(), Map.of())) {
      browser.open(agent.address(), Look.DESKTOP_LIGHT);
      browser.await(
          "a hung GPU", "return document.querySelector('.card .banner.warning') !== null");
      assertThat(browser.text(".card:nth-child(2)"))
          .contains("GPU 1", "No readings: hung.", "nvmlDeviceGetPowerUsage has not returned");
      assertThat(browser.seriousFindings()).isEmpty();
      Files.writeString(scenario, TWO_GPUS);
      browser.await(
          "its readings", "return document.querySelectorAll('.card .readings').length === 2");
    }
  }

  @Test
  void theKeyboardReachesEverything() throws Exception {
    try (var agent = RunningAgent.start("k8s-h100-8", Map.of())) {
      browser.open(agent.address(), Look.DESKTOP_LIGHT);
      browser.await(
          "eight cards", "return document.querySelectorAll('#gpus > .card').length === 8");
      browser.press(Keys.TAB);
      assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip");
      browser.press(Keys.TAB);
      assertThat(browser.run("return document.activeElement.id")).isEqualTo("query");
      browser.press("tuning");
      browser.await("one card", "return document.querySelectorAll('#gpus > .card').length === 1");
      assertThat(browser.text("#gpus")).contains("research/tuning-a");
      assertThat(browser.text("#matches")).isEqualTo("1 of 8 GPUs");
      var before = browser.run("return document.body.dataset.sequence");
      browser.await("another state", "return document.body.dataset.sequence !== '" + before + "'");
      assertThat(browser.run("return document.activeElement.id")).isEqualTo("query");
      for (int letter = 0; letter < "tuning".length(); letter++) {
        browser.press(Keys.BACK_SPACE);
      }
      browser.press(Keys.TAB);
      browser.press(Keys.SPACE);
      browser.await(
          "active GPUs alone",
          "return [...document.querySelectorAll('#gpus > .card')].every((one) =>"
              + " one.classList.contains('active'))");
      assertThat(browser.console()).isEmpty();
    }
  }

  @Test
  void everyQuantityHasItsLastHour() throws Exception {
    try (var agent = RunningAgent.start("k8s-h100-8", Map.of())) {
      browser.open(agent.address(), Look.DESKTOP_LIGHT);
      browser.await(
          "a line in each of 32 charts",
          "return document.querySelectorAll('.spark').length === 32"
              + " && [...document.querySelectorAll('.spark')].every((one) =>"
              + " one.querySelector('.line') !== null)");
      assertThat(browser.run("return document.querySelector('.spark').getAttribute('aria-label')"))
          .asString()
          .startsWith("Utilization, last 10 minutes: ");
    }
  }

  @ParameterizedTest
  @EnumSource(Look.class)
  void nothingIsWiderThanTheScreen(Look look) throws Exception {
    try (var agent = RunningAgent.start("k8s-a100-mig", Map.of())) {
      browser.open(agent.address(), look);
      browser.await("the topology", "return document.querySelector('#topology svg') !== null");
      assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"))
          .isTrue();
    }
  }

  private static final String FALLEN_OFF =
      """
      events: [{at: 4s, device: 1, xid: 79}]
      faults: [{lost: 1, from: 6s}]
      """;

  @ParameterizedTest
  @EnumSource(
      value = Look.class,
      names = {"DESKTOP_LIGHT", "DESKTOP_DARK", "PHONE_LIGHT", "PHONE_DARK"})
  void aRecordingOpensAsAPicture(Look look, @TempDir Path directory) throws Exception {
    var scenario =
        Files.writeString(directory.resolve("scenario.yaml"), TWO_GPUS + FALLEN_OFF).toString();
    var folder = directory.resolve("recordings");
    try (var agent =
        RunningAgent.start(scenario, Map.of("recorder.directory", folder.toString()))) {
      Eventually.until("a recording", () -> hasFile(folder));
      browser.open(agent.address(), look);
      browser.await("the list", "return document.querySelector('#recordings summary') !== null");
      assertThat(browser.text("#recordings summary")).contains("XID", "GPU 1: XID 79");
      browser.run("document.querySelector('#recordings summary').focus(); return true");
      browser.press(Keys.ENTER);
      browser.await(
          "the picture",
          "return document.querySelectorAll('#recordings figure')[0]?.querySelectorAll('.spark')"
              + ".length === 5");
      assertThat(browser.text("#recordings figcaption")).startsWith("GPU 1");
      assertThat(
              browser.run(
                  "return [...document.querySelectorAll('#recordings figure:first-child .spark')]"
                      + ".every((one) => one.querySelector('.moment') !== null"
                      + " && one.getAttribute('aria-label').includes(' around the fault: '))"))
          .isEqualTo(true);
      assertThat(browser.texts("#recordings .timeline .fault"))
          .anySatisfy(line -> assertThat(line).startsWith("+0:00").contains("XID 79"));
      assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"))
          .as("nothing is wider than the screen")
          .isTrue();
      var before = browser.run("return document.body.dataset.sequence");
      browser.await("another state", "return document.body.dataset.sequence !== '" + before + "'");
      assertThat(browser.run("return document.querySelector('#recordings details').open"))
          .isEqualTo(true);
      assertThat(browser.seriousFindings()).isEmpty();
      assertThat(browser.console()).isEmpty();
    }
  }

  private static boolean hasFile(Path folder) {
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      return files.iterator().hasNext();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void whereNothingIsRecordedThePageHasNoRecordings() throws Exception {
    try (var agent = RunningAgent.start("l40s-4", Map.of())) {
      browser.open(agent.address(), Look.DESKTOP_LIGHT);
      browser.await("the topology", "return document.querySelector('#topology svg') !== null");
      assertThat(browser.run("return document.querySelector('#recordings').childNodes.length"))
          .isEqualTo(0L);
    }
  }

  @Test
  void aPageWithoutAnAgentSaysSoAndRecovers() throws Exception {
    int port;
    try (var agent = RunningAgent.start("t4-4-timesliced", Map.of())) {
      port = agent.port();
      browser.open(agent.address(), Look.DESKTOP_LIGHT);
      browser.await("a live page", "return document.querySelector('.link.live') !== null");
    }
    browser.await("a stale page", "return document.querySelector('.link.stale') !== null");
    assertThat(browser.text(".link")).startsWith("not connected");
    try (var agent =
        RunningAgent.start("t4-4-timesliced", Map.of("web.port", String.valueOf(port)))) {
      browser.await("a live page", "return document.querySelector('.link.live') !== null");
      assertThat(agent.port()).isEqualTo(port);
    }
    browser.console(); // The browser reports each refused connection.
  }

  /** Names come from pods, processes, boards and drivers: text stays text. */
  @Test
  void hostileNamesAreShownAsText() throws Exception {
    try (var agent = RunningAgent.start("k8s-t4-timesliced", Map.of());
        var hostile = HostileNode.start(agent)) {
      browser.open(hostile.address(), Look.DESKTOP_LIGHT);
      browser.await("the topology", "return document.querySelector('#topology svg') !== null");
      assertThat(browser.text("h1")).isEqualTo(HostileNode.TEXT);
      assertThat(browser.text(".holder .pod")).contains(HostileNode.TEXT);
      assertThat(browser.texts("#events td")).contains(HostileNode.TEXT);
      assertThat(browser.run("return document.querySelectorAll('img, iframe').length"))
          .isEqualTo(0L);
      assertThat(browser.run("return String(window.hacked)")).isEqualTo("undefined");
      assertThat((Boolean) browser.run("return document.documentElement.scrollWidth <= innerWidth"))
          .isTrue();
      assertThat(browser.console()).isEmpty();
    }
  }

  /** The agent ends each stream from time to time, which is no news to who looks at the page. */
  @Test
  void thePageStaysLiveWhenAStreamEndsAtItsLimit() throws Exception {
    var times = new EventStreams.Times(Duration.ofMillis(50), Duration.ofMillis(300));
    try (var agent = RunningAgent.start("k8s-t4-timesliced", Map.of());
        var node = HostileNode.start(agent, times)) {
      browser.open(node.address(), Look.DESKTOP_LIGHT);
      browser.await("a live page", "return document.querySelector('.link.live') !== null");
      browser.run(
          """
          window.stale = 0;
          const look = () => { if (document.querySelector(".link.stale, body.old")) window.stale += 1; };
          new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
          return true;
          """);
      int before = node.streams();
      Eventually.until("three more streams", () -> node.streams() >= before + 3);

      assertThat(browser.run("return window.stale")).isEqualTo(0L);
      assertThat(browser.console()).isEmpty();
    }
  }

  @Test
  void thePictureOfTheTopologyIsDrawnWhenItChangesAndNotWithEachState() throws Exception {
    try (var agent = RunningAgent.start("hgx-h100-8", Map.of())) {
      browser.open(agent.address(), Look.DESKTOP_LIGHT);
      browser.await("the topology", "return document.querySelector('#topology svg') !== null");
      browser.run(
          """
          window.boxes = 0;
          const make = document.createElementNS.bind(document);
          document.createElementNS = (space, name) => { if (name === "rect") window.boxes += 1; return make(space, name); };
          window.first = Number(document.body.dataset.sequence);
          return true;
          """);
      browser.await(
          "three more states", "return Number(document.body.dataset.sequence) >= window.first + 3");

      assertThat(browser.run("return window.boxes")).isEqualTo(0L);
    }
  }

  @Test
  void everyProcessHasARowWithWhatItTakesAndWhoseItIs() throws Exception {
    try (var agent = RunningAgent.start("k8s-t4-timesliced", Map.of())) {
      browser.open(agent.address(), Look.DESKTOP_LIGHT);
      browser.await(
          "the processes",
          "return [...document.querySelectorAll('#processes td')].some((cell) =>"
              + " cell.innerText.startsWith('shop/inference-a'))");
      var row =
          (String)
              browser.run(
                  "return [...document.querySelectorAll('#processes tbody tr')].find((row) =>"
                      + " row.innerText.includes('5101')).innerText");
      assertThat(row).contains("python3", "GPU 0", "shop/inference-a", "compute", "3 GiB");
    }
  }
}
