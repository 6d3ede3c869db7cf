// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.TestTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium, and what tests ask of a page in it. */
final class Browser implements AutoCloseable {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** How a page is looked at. */
  enum Look {
    DESKTOP_LIGHT(1440, 900, "light"),
    DESKTOP_DARK(1440, 900, "dark"),
    PHONE_LIGHT(360, 740, "light"),
    PHONE_DARK(360, 740, "dark"),
    WALL_LIGHT(2560, 1440, "light");

    private final int width;
    private final int height;
    private final String scheme;

    Look(int width, int height, String scheme) {
      this.width = width;
      this.height = height;
      this.scheme = scheme;
    }
  }

  /** Starts it, or skips the test where it is not installed. */
  static Browser start() {
    if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
      throw TestTools.missing("the packages chromium and chromium-driver are not installed");
    }
    var options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
    options.setPageLoadStrategy(PageLoadStrategy.EAGER);
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    var driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return new Browser(driver);
  }

  /** Opens {@code address} with a screen and a colour scheme. */
  void open(String address, Look look) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", look.scheme))));
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", look.width, "height", look.height, "deviceScaleFactor", 1, "mobile", false));
    driver.get("about:blank");
    console(); // What the page before wrote when its agent ended.
    driver.get(address);
  }

  /** Runs {@code script} until what it returns is neither null nor false. */
  Object await(String what, String script) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var result = driver.executeScript(script);
      if (result != null && !result.equals(false)) {
        return result;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited in vain for " + what + "; the page says:\n" + text("body"));
      }
    }
  }

  /** Calls an asynchronous script, which hands its result to its last argument. */
  Object awaitCallback(String script) {
    return Objects.requireNonNull(driver.executeAsyncScript(script));
  }

  /** What {@code script} returns. */
  Object run(String script) {
    return Objects.requireNonNull(driver.executeScript(script));
  }

  /** The visible text of the first element that a CSS selector finds. */
  String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  /** The visible text of each such element. */
  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .map(element -> element.getText())
        .toList();
  }

  /** Presses keys wherever the focus is. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void press(Keys key) {
    press((CharSequence) key);
  }

  /** Findings of axe-core that keep somebody from using the page, one a line. */
  List<String> seriousFindings() {
    driver.executeScript(resource("/axe.min.js"));
    var findings =
        awaitCallback(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ["violations"]}).then((result) =>
              done(result.violations
                .filter((one) => ["serious", "critical"].includes(one.impact))
                .map((one) => one.id + ": " + one.nodes.map((node) => node.html).join(" | "))));
            """);
    return ((List<?>) findings).stream().map(String::valueOf).toList();
  }

  /** What the page and the browser have written to the console since the last call. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  private static String resource(String name) {
    try (var in = Objects.requireNonNull(Browser.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
