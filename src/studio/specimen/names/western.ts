// Plain Node. Names in Latin letters: western Europe and the United States. Each book holds names too long for a zone.
import type { NameBook } from './name-book.ts';

export const german: NameBook = {
  surnames: [
    ...['Müller-Lüdenscheidt', 'Weiß', 'Schröder', 'Köhler', 'Jäger', 'Groß', 'Bäcker', 'Hübner', 'Strauß'],
    ...['Fischer', 'von der Heydte', 'Freiherr von Schönburg-Glauchau-Waldenburg', 'Öztürk', 'Kaßner'],
  ],
  givenNames: {
    F: ['Jörgine', 'Käthe', 'Anna-Lena', 'Zoë Sophie', 'Änne', 'Hildegard Elisabeth Margarethe', 'Mia'],
    M: ['Jürgen', 'Björn', 'Götz', 'Karl-Heinz', 'Lukas Maximilian Ferdinand', 'Uwe', 'Tobias'],
    X: ['Robin', 'Kim Sascha', 'Toni'],
  },
  places: ['Berlin', 'Köln', 'Düsseldorf', 'Bad Tölz', 'Gießen', 'Lübeck'],
  authorities: ['Stadt Köln', 'Stadt Lübeck', 'Landratsamt Tölz', 'Stadt Gießen'],
  addresses: [
    '50667 Köln, Brückenstraße 12',
    '23552 Lübeck, An der Obertrave 7',
    '35390 Gießen, Seltersweg 101',
  ],
};

export const french: NameBook = {
  surnames: [
    ...['Lefèvre', 'Bélanger', 'Dubois', 'Garçon', 'Châtelain', 'L’Hôpital', 'Noël', 'De La Rochefoucauld'],
    ...['Désiré-Montferrand de Saint-Christophe', 'Moreau', 'Œuvrard', 'Petit'],
  ],
  givenNames: {
    F: ['Françoise', 'Zoé', 'Marie-Thérèse', 'Hélène', 'Anaïs', 'Chloé', 'Agnès'],
    M: ['Jean-Baptiste', 'Théo', 'François', 'Loïc', 'René', 'Gérard', 'Maël'],
    X: ['Camille', 'Dominique', 'Claude'],
  },
  places: ['Paris', 'Besançon', 'Orléans', 'Nîmes', 'Saint-Étienne', 'Évreux'],
  authorities: ['Préfecture de Police', 'Sous-Préfecture de Béziers', 'Préfecture du Rhône'],
  addresses: ['12 rue de l’Église, 25000 Besançon', '8 quai de la Fosse, 44000 Nantes'],
};

export const spanish: NameBook = {
  surnames: [
    ...[
      'Núñez Peña',
      'García Ibáñez',
      'Muñoz Cañas',
      'Fernández Ordóñez',
      'Güell Pagès',
      'Ruiz',
      'Íñiguez Sáez',
    ],
    ...['Rodríguez de la Borbolla Camoyán', 'Fernández de Córdoba y Álvarez de Toledo', 'Castro Vega'],
  ],
  givenNames: {
    F: ['María José', 'Begoña', 'Concepción', 'Inés', 'Lucía', 'Ángela', 'María de los Ángeles'],
    M: ['José Luis', 'Íñigo', 'Ramón', 'Andrés', 'Joaquín', 'Ángel', 'Francisco Javier'],
    X: ['Cruz', 'Trinidad', 'Guadalupe'],
  },
  places: ['A Coruña', 'Logroño', 'Málaga', 'León', 'Madrid', 'Ávila'],
  authorities: ['Ministerio del Interior', 'Jefatura de Málaga', 'Comisaría de León'],
  addresses: ['C. Peñuelas 14 P03 B', 'Av. de España 101 P01 A', 'C. Íñigo Arista 5'],
};

export const portuguese: NameBook = {
  surnames: [
    ...['Conceição', 'Magalhães', 'Gonçalves Araújo', 'Simões', 'Assunção', 'Silva e Albuquerque', 'Brandão'],
    ...['Vasconcelos de Mascarenhas e Noronha', 'Teixeira', 'Leitão Falcão'],
  ],
  givenNames: {
    F: ['Inês', 'Conceição', 'Beatriz Luísa', 'Mónica', 'Ana Cláudia', 'Matilde', 'Íris'],
    M: ['João', 'Sebastião', 'António José', 'Luís', 'Simão', 'Álvaro', 'Nuno'],
    X: ['Jó', 'Noé', 'Ariel'],
  },
  places: ['Lisboa', 'Évora', 'Setúbal', 'Guimarães', 'Portimão'],
  authorities: ['República Portuguesa', 'IRN Lisboa'],
  addresses: ['Rua da Conceição 12, Lisboa', 'Largo São João 4, Évora'],
};

export const italian: NameBook = {
  surnames: [
    ...['Rossi', 'D’Angelo', 'Nicolò', 'Sant’Anna', 'De Luca', 'Dalla Chiesa', 'Forlì', 'Esposito', 'Cantù'],
    ...['Colonna di Sciarra Barberini d’Orsini', 'Mazzoni', 'Bagnasco'],
  ],
  givenNames: {
    F: ['Chiara Lucia', 'Niccolina', 'Giulia', 'Noemi', 'Maria Grazia', 'Letizia'],
    M: ['Niccolò', 'Gian Luca', 'Nicolò', 'Fabio', 'Giosuè', 'Davide'],
    X: ['Andrea', 'Celeste', 'Fiore'],
  },
  places: ['Roma', 'Forlì', 'Cantù', 'Patti', 'Torino', 'Agrigento'],
  authorities: ['Comune di Forlì', 'Comune di Cantù', 'Comune di Torino'],
  addresses: ['Via Nazionale 101, Forlì', 'Piazza Libertà 4, Torino'],
};

export const american: NameBook = {
  surnames: [
    ...['Washburn', 'O’Connor', 'St. James', 'McAllister', 'Nguyen', 'Smith-Jones', 'Garcia', 'Okafor'],
    ...['Featherstonehaugh-Cholmondeley', 'Lee', 'Vandermeer'],
  ],
  givenNames: {
    F: ['Emily Rose', 'Maya', 'Mary Ellen', 'Zora', 'Abigail Grace', 'Hannah'],
    M: ['William Thomas', 'Ethan', 'Jose', 'Theodore James', 'Andre', 'Wyatt'],
    X: ['Jordan', 'Riley Quinn', 'Avery'],
  },
  places: ['Springfield', 'Fairview', 'Georgetown'],
  authorities: ['Department of Motor Vehicles'],
  addresses: ['2570 24TH STREET, SPRINGFIELD 95818', '118 W MAIN ST APT 4, FAIRVIEW 94531'],
};

export const swiss: NameBook = {
  surnames: ['Rüegg', 'Zürcher', 'Bühlmann', 'Favre', 'Bernasconi', 'Jaccottet', 'Huber', 'Lüthi-Bänziger'],
  givenNames: {
    F: ['Fabienne', 'Ursula', 'Noëlle', 'Chiara', 'Rösli', 'Hélène'],
    M: ['Beat', 'Urs Peter', 'Jérôme', 'Luca', 'Köbi', 'Christian'],
    X: ['Andrea', 'Dominique', 'Sascha'],
  },
  places: ['Zürich', 'Genève', 'Bern', 'Küssnacht SZ', 'Neuchâtel'],
  authorities: ['Zürich', 'Genève', 'Bern'],
  addresses: ['Bahnhofstrasse 1, 8001 Zürich'],
};
