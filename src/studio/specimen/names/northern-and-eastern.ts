// Plain Node. Names in Latin letters with the marks of Polish, Estonian and Swedish; Japanese names as their passports write them.
import type { NameBook } from './name-book.ts';

export const polish: NameBook = {
  surnames: [
    ...[
      'Łukasiewicz',
      'Żółkiewska',
      'Świętochowski',
      'Kościuszko',
      'Gąsienica',
      'Dąbrowska',
      'Wróbel',
      'Zając',
    ],
    ...['Brzęczyszczykiewicz-Chrząszczyżewoszycka', 'Nowak', 'Źrebiec', 'Sokół-Jaśkiewicz'],
  ],
  givenNames: {
    F: ['Małgorzata', 'Jadwiga', 'Świętosława', 'Zofia Elżbieta', 'Bożena', 'Łucja'],
    M: ['Mikołaj', 'Stanisław Bronisław', 'Grzegorz', 'Wacław', 'Michał', 'Paweł'],
    X: ['Maria', 'Sasza', 'Noe'],
  },
  places: ['Łódź', 'Kraków', 'Gdańsk', 'Częstochowa', 'Rzeszów', 'Świdnica'],
  authorities: ['Wojewoda Łódzki', 'Wojewoda Śląski', 'Wojewoda Małopolski'],
  addresses: ['ul. Żwirki 4, Łódź', 'ul. Śliska 12, Kraków'],
};

export const estonian: NameBook = {
  surnames: [
    ...['Õunapuu', 'Jõeorg', 'Šmidt', 'Kõiv', 'Tamm', 'Mägi', 'Püss', 'Lõhmus-Äärma', 'Žukov'],
    ...['Kasemets', 'Ülejõe', 'Raudsepp'],
  ],
  givenNames: {
    F: ['Mari-Liis', 'Õie', 'Kristiina', 'Aino', 'Ülle', 'Kätlin'],
    M: ['Jüri', 'Tõnu', 'Mihkel', 'Rein', 'Ain Jaak', 'Märt'],
    X: ['Janne', 'Mai', 'Robin'],
  },
  places: ['Tallinn', 'Jõgeva', 'Põlva', 'Võru', 'Pärnu'],
  authorities: ['Politsei- ja Piirivalveamet'],
  addresses: ['Pikk 4, Tallinn'],
};

export const swedish: NameBook = {
  surnames: [
    ...[
      'Åkerström',
      'Lindqvist',
      'Sjögren',
      'Björklund',
      'Ångström',
      'Hägg',
      'Öberg',
      'Nyström',
      'Söderlund',
    ],
    ...['af Geijerstam-Ödman', 'Boström', 'Ekelöf'],
  ],
  givenNames: {
    F: ['Åsa', 'Märta', 'Ingrid Maria', 'Linnéa', 'Öda', 'Görel'],
    M: ['Håkan', 'Sören', 'Gösta', 'Björn Åke', 'Göran', 'Nils'],
    X: ['Kim', 'Charlie', 'Love'],
  },
  places: ['Malmö', 'Örebro', 'Göteborg', 'Åmål', 'Västerås'],
  authorities: ['Polismyndigheten'],
  addresses: ['Storgatan 1, Örebro'],
};

/** Passports of Japan leave long vowels unmarked (Passport Act enforcement regulations, table 3). */
function withoutLength(name: string): string {
  return name.normalize('NFD').replace(/\u0304/g, '');
}

export const japanese: NameBook = {
  surnames: ['Satō', 'Ōtsuka', 'Kobayashi', 'Itō', 'Shimizu', 'Yamaguchi', 'Kōno', 'Inoue', 'Hayashi'].map(
    withoutLength,
  ),
  givenNames: {
    F: ['Yōko', 'Haruka', 'Michiko', 'Ayaka', 'Yūki', 'Chihiro'].map(withoutLength),
    M: ['Kentarō', 'Hiroshi', 'Shōta', 'Takeshi', 'Ryūnosuke', 'Jun'].map(withoutLength),
    X: ['Makoto', 'Akira', 'Kaoru'],
  },
  places: ['TOKYO', 'OSAKA', 'HOKKAIDO', 'KYOTO'],
  authorities: ['MINISTRY OF FOREIGN AFFAIRS'],
  addresses: [''],
};
