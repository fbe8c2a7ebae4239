package dev.chatsessions.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium with one person before it. */
final class Browser implements AutoCloseable {

    private static final Path SCREENS = Path.of("target", "screens");

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

    void confirm() {
        new WebDriverWait(driver, LIMIT)
                .until(ExpectedConditions.alertIsPresent())
                .accept();
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

    void narrow(int width) {
        driver.manage().window().setSize(new org.openqa.selenium.Dimension(width, 800));
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
