-- Which agency's copy an article is, so that pages can say so.

-- As readers know it (dedupe/agency.h: name), from marks in byline and text; empty without one.
ALTER TABLE article ADD COLUMN agency TEXT NOT NULL DEFAULT '';

-- What was known of the articles that are here: until this schema the last byte of what the
-- analyser made of a version, whose first byte is 1 or 2.
UPDATE article SET agency = CASE known.code
   WHEN x'01' THEN 'dpa' WHEN x'02' THEN 'AFP' WHEN x'03' THEN 'Reuters' WHEN x'04' THEN 'AP'
   WHEN x'05' THEN 'KNA' WHEN x'06' THEN 'epd' WHEN x'07' THEN 'APA' WHEN x'08' THEN 'sda'
   WHEN x'09' THEN 'SID' WHEN x'0A' THEN 'ANSA' WHEN x'0B' THEN 'EFE' WHEN x'0C' THEN 'TASS'
   WHEN x'0D' THEN 'Xinhua' WHEN x'0E' THEN 'dts' WHEN x'0F' THEN 'PA' WHEN x'10' THEN 'Ritzau'
   WHEN x'11' THEN 'TT' WHEN x'12' THEN 'NTB' WHEN x'13' THEN 'Belga' WHEN x'14' THEN 'ANP'
   WHEN x'15' THEN 'Lusa' WHEN x'16' THEN 'PAP' WHEN x'17' THEN 'MTI' WHEN x'18' THEN 'Kyodo'
   WHEN x'19' THEN 'Ukrinform' WHEN x'1A' THEN 'Bloomberg' WHEN x'1B' THEN 'PTI'
   WHEN x'1C' THEN 'ANI' WHEN x'1D' THEN 'IANS' WHEN x'1E' THEN 'UPI' WHEN x'1F' THEN 'Interfax'
   WHEN x'20' THEN 'Yonhap' WHEN x'21' THEN 'The Canadian Press' WHEN x'22' THEN 'Europa Press'
   WHEN x'23' THEN 'Adnkronos' WHEN x'24' THEN 'ČTK' WHEN x'25' THEN 'STT'
   ELSE '' END
FROM (SELECT stream_no, substr(bytes, 1, 1) AS version, substr(bytes, -1) AS code
      FROM term_vector) known
WHERE known.stream_no = article.latest_stream_no
  AND known.version IN (x'01', x'02') AND known.code <> x'00';
