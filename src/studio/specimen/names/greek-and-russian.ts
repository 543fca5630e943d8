// Plain Node. Names in Greek and Cyrillic; the Latin ones beside them follow from the tables of transliteration.
import { latinOf } from '../transliteration.ts';
import type { Name, NameBook } from './name-book.ts';

const both = (native: string): Name => [native, latinOf(native)];

export const greek: NameBook = {
  surnames: [
    ...['Παπαδόπουλος', 'Ευαγγελίδης', 'Μπαλτατζής', 'Χατζηγιάννης', 'Αγγελόπουλος', 'Ψαρρού', 'Ζωγράφου'],
    ...['Κουτσογιαννόπουλος-Παπαθεοδωρακόπουλος', 'Ξένου', 'Θεοδωράκης', 'Ντόκος'],
  ].map(both),
  givenNames: {
    F: ['Ευαγγελία', 'Αικατερίνη', 'Χριστίνα', 'Σοφία', 'Ιωάννα', 'Αγγελική', 'Θεοδώρα'].map(both),
    M: ['Γεώργιος', 'Παύλος', 'Χρήστος', 'Θεόδωρος', 'Ιωάννης', 'Ευστάθιος', 'Βασίλειος'].map(both),
    X: ['Χάρις', 'Φώτης'].map(both),
  },
  places: ['ΑΘΗΝΑ / ATHINA', 'ΠΑΤΡΑ / PATRA', 'ΧΑΝΙΑ / CHANIA', 'ΒΟΛΟΣ / VOLOS'],
  authorities: ['Α.Ε.Α./Δ.Δ. – N.P.C.'],
  addresses: [''],
};

export const russian: NameBook = {
  surnames: [
    ...['Щербаков', 'Жуков', 'Хрущёва', 'Цветаева', 'Юрьев', 'Яковлев', 'Чайковская', 'Ельцин', 'Объедков'],
    ...['Римский-Корсаков', 'Муравьёва-Апостольская', 'Рождественский', 'Эйхенбаум'],
  ].map(both),
  givenNames: {
    F: ['Юлия', 'Екатерина', 'Любовь', 'Наталья', 'Ксения', 'Алёна'].map(both),
    M: ['Пётр', 'Дмитрий', 'Алексей', 'Игорь', 'Сергей', 'Юрий'].map(both),
    X: ['Саша', 'Женя'].map(both),
  },
  places: ['Г. МОСКВА / RUSSIA', 'Г. ПСКОВ / RUSSIA', 'Г. ТВЕРЬ / RUSSIA'],
  authorities: ['МВД 77810', 'ФМС 60004', 'МВД 0692'],
  addresses: [''],
};
