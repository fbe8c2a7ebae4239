package dev.chatsessions.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium with one person before it. */
final class Browser implements AutoCloseable {

    static final Path DOWNLOADS = Path.of("target", "downloads");

    private static final Path SCREENS = Path.of("target", "screens");

    private static final Path AXE = Path.of("target", "npm", "node_modules", "axe-core", "axe.min.js");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser open() {
        var options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--window-size=1200,900");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", DOWNLOADS.toAbsolutePath().toString()));
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    void go(String address) {
        driver.get(address);
    }

    void reload() {
        driver.navigate().refresh();
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** The field with this label. */
    WebElement field(String label) {
        return seen(By.xpath("//label[text()[normalize-space()='" + label + "']]/*"));
    }

    void type(String label, String text) {
        var field = field(label);
        field.clear();
        field.sendKeys(text);
    }

    void choose(String label, String option) {
        new Select(field(label)).selectByVisibleText(option);
    }

    void press(String button) {
        var shown = By.xpath("//button[normalize-space()='" + button + "' and not(@hidden)]");
        new WebDriverWait(driver, LIMIT)
                .until(ExpectedConditions.elementToBeClickable(shown))
                .click();
    }

    void follow(String link) {
        seen(By.linkText(link)).click();
    }

    /** Does what the page asks about. */
    void confirm() {
        seen(By.cssSelector("dialog[open] button.main")).click();
        Patience.until(() -> count("dialog") == 0, () -> "the question stays");
    }

    /** Waits until nothing more is being read. */
    void settles() {
        var busy = "return document.querySelector('main [aria-busy]')?.outerHTML ?? ''";
        Patience.until(
                () -> driver.executeScript(busy).equals(""), () -> "still busy is " + driver.executeScript(busy));
    }

    void colours(String choice) {
        new Select(seen(By.cssSelector("select[aria-label=Colours]"))).selectByVisibleText(choice);
    }

    /** What the system has, as far as pages are told. */
    void systemColours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Has the screen of a small phone from now on. */
    void phone() {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 740, "deviceScaleFactor", 2, "mobile", true));
    }

    void desk() {
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    /** What of this page breaks a rule of WCAG 2.2, levels A and AA, that a program can check. */
    List<String> barriers() {
        if (!(Boolean) driver.executeScript("return 'axe' in window")) {
            driver.executeScript(read(AXE));
        }
        var found = run("const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];"
                + " const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload:"
                + " false }); return violations.flatMap(rule => rule.nodes.map(node => rule.id + ' at ' + node.target + ': '"
                + " + node.failureSummary))");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Presses keys where the keyboard is. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Where the keyboard was before. */
    void back() {
        new Actions(driver)
                .keyDown(Keys.SHIFT)
                .sendKeys(Keys.TAB)
                .keyUp(Keys.SHIFT)
                .perform();
    }

    /** What the keyboard is at, by the name that a screen reader says. */
    String focused() {
        return driver.switchTo().activeElement().getAccessibleName();
    }

    /** Whether it is seen where the keyboard is. */
    boolean showsFocus() {
        return (Boolean) driver.executeScript("const style = getComputedStyle(document.activeElement); return"
                + " style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2");
    }

    WebElement seen(By what) {
        return new WebDriverWait(driver, LIMIT).until(ExpectedConditions.visibilityOfElementLocated(what));
    }

    /** Waits until the page says this. */
    void reads(String text) {
        Patience.until(() -> text().contains(text), () -> "the page does not say " + text + " but " + text());
    }

    void readsNoMore(String text) {
        Patience.until(() -> !text().contains(text), () -> "the page still says " + text);
    }

    String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText"));
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    int height(String selector) {
        return seen(By.cssSelector(selector)).getSize().getHeight();
    }

    /** What the messages say, in their order. */
    List<String> messages() {
        return ((List<?>) driver.executeScript(
                        "return [...document.querySelectorAll('.message .text')].map(text => text.textContent)"))
                .stream().map(String::valueOf).toList();
    }

    boolean isAnswering() {
        return (Boolean) driver.executeScript("return document.querySelector('.message.open') !== null");
    }

    /** Runs a script that may wait. */
    Object run(String script) {
        return driver.executeScript("return (async () => { " + script + " })()");
    }

    void shot(String name) {
        try {
            Files.createDirectories(SCREENS);
            Files.write(SCREENS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the browser itself complained about: a blocked script, an exception that nobody caught. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .filter(line -> line.contains("Content Security Policy") || line.contains("Uncaught"))
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
