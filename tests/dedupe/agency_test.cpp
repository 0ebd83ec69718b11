#include "dedupe/agency.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

struct Case {
  const char* byline;
  std::string text;
  Agency agency;
};

void expect_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(find_agency(c.byline, c.text), c.agency)
        << "byline '" << c.byline << "', text: " << c.text;
  }
}

const std::string kReport =
    "Im Hafen brennt es seit dem Morgen. Die Feuerwehr ist mit vielen Wagen im Einsatz, verletzt "
    "wurde niemand. Der Rauch zieht über den Fluss und in die Stadt. Die Polizei bittet, Fenster "
    "zu schließen. Warum das Feuer ausbrach, ist noch nicht geklärt; es wird ermittelt. Am Abend "
    "soll mehr bekannt sein, hieß es.";

TEST(Agency, IsReadFromTheDateline) {
  expect_all({
      {"", "Musterstadt (dpa) - Im Hafen brennt es.", Agency::Dpa},
      {"", "MUSTERVILLE (AP) — A fire broke out.", Agency::Ap},
      {"", "MUSTERVILLE, Md. (AP) A fire broke out.", Agency::Ap},
      {"", "Musterstadt (dpa/lhe) - Im Hafen brennt es.", Agency::Dpa},
      {"", "(Reuters) - A fire broke out.", Agency::Reuters},
      {"", "Feuer im Hafen\n(ANSA) - MUSTERSTADT, 4 MAG - Un incendio.", Agency::Ansa},
      {"", "Musterstadt [Musterland], May 4 (ANI): A fire broke out.", Agency::Ani},
      {"", "Updated: 06:50 (Xinhua)\nMUSTERSTADT - A fire broke out.", Agency::Xinhua},
      {"", "Musterstadt, 4 may (EFE).- Un incendio.", Agency::Efe},
      {"", "MUSTERSTADT taz/dpa | Im Hafen brennt es.", Agency::Dpa},
      {"", "MUSTERSTADT AFP – Un incendie.", Agency::Afp},
      {"", "Un incendie au port.\nAFP, publié le mardi 4 mai 2024 à 16h57\nLe feu.", Agency::Afp},
  });
}

TEST(Agency, IsReadFromTheEnd) {
  expect_all({
      {"", "Im Hafen brennt es. Quelle: AFP", Agency::Afp},
      {"", "Im Hafen brennt es. © dpa-infocom", Agency::Dpa},
      {"", "Die Kirche hilft. (KNA/epd)", Agency::Kna},
      {"", kReport + " (sda)", Agency::Sda},
      {"", kReport + "  (APA, red, 4.5.2024)", Agency::Apa},
      {"", "Es wird noch ermittelt (APA, 4.5.2024)", Agency::Apa},
      {"", kReport + "\n(Quelle: APA/sda/dpa)", Agency::Apa},
      {"", kReport + " (FR mit dpa)\nBilderliste: Hafen", Agency::Dpa},
      {"", kReport + "\nReuters", Agency::Reuters},
      {"", kReport + "\naja/PAP", Agency::Pap},
      {"", kReport + " EFE", Agency::Efe},
      {"", kReport + "\nPA", Agency::Pa},
      {"", kReport + " (Keystone-SDA)", Agency::Sda},
      {"", kReport + " — AFP", Agency::Afp},
      {"", kReport + " (With inputs from PTI) Read more in our app", Agency::Pti},
      {"", kReport + " (Redazione ANSA)", Agency::Ansa},
      {"", kReport + "\n(Con información de AFP, EFE y Reuters)\nSeguir leyendo:", Agency::Afp},
      {"",
       kReport + "\nCopyright 2024 The Associated Press. All rights reserved. This material may "
                 "not be published, broadcast, rewritten, or redistributed.",
       Agency::Ap},
  });
}

TEST(Agency, IsReadFromTheByline) {
  expect_all({
      {"dpa", kReport, Agency::Dpa},
      {"By The Associated Press", kReport, Agency::Ap},
      {"FR mit dpa", kReport, Agency::Dpa},
      {"Red. Hafen\nAFP", kReport, Agency::Afp},
      {"AFP/The Local", kReport, Agency::Afp},
      {"Agencia EFE", kReport, Agency::Efe},
      {"Af Ritzau", kReport, Agency::Ritzau},
      {"Reuters Staff", kReport, Agency::Reuters},
      {"Bloomberg News", kReport, Agency::Bloomberg},
      {"Reuters, Red. Hafen", kReport, Agency::Reuters},
      {"Le Phare avec AFP", kReport, Agency::Afp},
      {"Agencia Efe", kReport, Agency::Efe},
      {"MUSTER SCHREIBER AP", kReport, Agency::Ap},
  });
}

TEST(Agency, IsNotTheOwnerOfThePicture) {
  expect_all({
      {"", "The port on Friday. (AFP/Getty Images)\n" + kReport, Agency::None},
      {"", "The port on Friday. Photographer/Reuters\n" + kReport, Agency::None},
      {"", "toggle caption Someone Else/AP Someone Else/AP\n" + kReport, Agency::None},
      {"", "The port on Friday. (Photo: AP)\n" + kReport, Agency::None},
      {"", "The port on Friday. (AP Photo/Someone Else)\n" + kReport, Agency::None},
      {"", kReport + "\nThe port, seen from the river ©Someone Else (AFP)", Agency::None},
      {"", kReport + "\nRubriklistenbild: © KCNA/dpa", Agency::None},
      {"", kReport + "\nFoto: dpa", Agency::None},
      {"AP Foto", kReport, Agency::None},
      {"",
       kReport + "\nThe port, seen from the river. Reuters\nHelpers at the gate on Friday. AFP\n"
                 "(Harbour Daily 05/04/2024 page1)",
       Agency::None},
  });
}

TEST(Agency, IsNotWhoIsQuotedOrTheNewsItself) {
  expect_all({
      {"Red. Hafen", "Im Hafen brennt es.", Agency::None},
      {"", "Reuters verkauft sein Haus am Hafen.", Agency::None},
      {"", "Die Zahl der Apps (apps) wächst.", Agency::None},
      {"", "Die Nachrichtenagentur (AFP) meldete ein Feuer.", Agency::None},
      {"", "Wie die dpa - eine Agentur - meldet, brennt es.", Agency::None},
      {"", "Im APA/OGM-Index liegen drei vorn. " + kReport, Agency::None},
      {"", kReport + " Das bestätigte eine Sprecherin der APA.", Agency::None},
      {"", kReport + "\nThe Associated Press contributed to this report.", Agency::None},
      {"Muster Bloomberg", kReport, Agency::None},
      {"Bloomberg Muster", kReport, Agency::None},
      {"ANI MUSTER", kReport, Agency::None},
      {"Australian Associated Press", kReport, Agency::None},
      {"", "\" , . , AP \", - -, - .\n , , Associated Press. , . , \" \". .", Agency::None},
      {"", "\"Feuer\"\nAssociated Press , \" \" . , 15.05.2024", Agency::None},
      {"", "", Agency::None},
  });
}

TEST(Agency, HasTheNameThatReadersKnow) {
  EXPECT_EQ(name(Agency::None), "");
  EXPECT_EQ(name(Agency::Dpa), "dpa");
  EXPECT_EQ(name(Agency::Bloomberg), "Bloomberg");
  EXPECT_EQ(name(kLastAgency), "STT");
}

}  // namespace
}  // namespace depesche
