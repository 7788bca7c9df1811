"""What is read of one mail at the most. Beyond it the mail is kept and read in part, and says so."""

MAX_PARTS = 2_000
MAX_DEPTH = 40  # parts within parts; letters of people reach six
MAX_HEADERS = 1_000  # of one part
MAX_HEADER_BYTES = 256 * 1024  # of one part, all headers together
MAX_HEADER = 64 * 1024  # one header's value
MAX_TEXT = 1_000_000  # characters of text that are read for people
MAX_HTML = 2_000_000  # characters that are kept
MAX_HTML_READ = 750_000  # characters that are made into text
MAX_HTML_DEPTH = 200  # elements within elements
MAX_ADDRESSES = 1_000  # of one header
MAX_REFERENCES = 100
MAX_FILENAME = 150  # characters; file systems take 255 bytes
MAX_TNEF_ATTACHMENTS = 200
MAX_RTF = 1_000_000  # bytes after decompression
MAX_RECIPIENTS = 200  # of one bounce
