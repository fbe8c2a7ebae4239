package dev.chatsessions.examples.sharedsession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ZxingCodesTest {

    private static final String LINK = "http://127.0.0.1:7070/join.html#cs_j_a-secret";

    private final ZxingCodes codes = new ZxingCodes();

    @Test
    void a_camera_reads_the_link() throws Exception {
        var image = ImageIO.read(new ByteArrayInputStream(codes.png(LINK)));
        var size = image.getWidth();
        var pixels = image.getRGB(0, 0, size, size, null, 0, size);

        var seen = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels)));

        assertEquals(LINK, new QRCodeReader().decode(seen).getText());
    }

    @Test
    void a_page_shows_it_as_it_is() {
        var svg = codes.svg(LINK);

        assertTrue(svg.startsWith("<svg ") && svg.endsWith("</svg>"), svg);
    }
}
