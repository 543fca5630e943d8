// Engine. What documents print beside their fields, in the languages of their issuers: a table. To add a language or an
// issuer: words to a row, and a line to the test. Letters are folded (no marks, capitals) before they are compared, and
// signs and spaces do not count.
import type { DocumentFieldName } from '../../shared/domain/document.ts';

/**
 * What a label may announce. `name`: a whole name, or the surname where given names have a label of their own.
 * `number`: the number of the document or of the person, by what is around. `other`: what is printed and not among our
 * fields; knowing it keeps its value from being taken for another's. `title`: what names the document; it has no value.
 */
export type LabelKind = DocumentFieldName | 'name' | 'number' | 'other';
export type WordKind = LabelKind | 'title';

const labelWords: readonly (readonly [WordKind, string])[] = [
  [
    'surname',
    'Surname|Surnames|Last name|Family name|Primary identifier|Holder surname|' + // English
      'Nom de famille|Noms|' + // French
      'Familienname|Nachname|' + // German
      'Apellido|Apellidos|Primer apellido|' + // Spanish
      'Apelido|Apelidos|Sobrenome|' + // Portuguese
      'Cognome|Cognomi|' + // Italian
      'Achternaam|Geslachtsnaam|Familienaam|' + // Dutch
      'Nazwisko|' + // Polish
      'Prijmeni|Priezvisko|Priimek|Prezime|Презиме|' + // Czech, Slovak, Slovenian, Croatian and Serbian
      'Perekonnanimi|Sukunimi|Uzvards|Pavarde|' + // Estonian, Finnish, Latvian, Lithuanian
      'Efternamn|Efternavn|Etternavn|Slægtsnavn|Kenninafn|' + // Swedish, Danish, Norwegian, Icelandic
      'Vezetéknév|Családi név|Nume|Numele|Nume de familie|' + // Hungarian, Romanian
      'Επώνυμο|Επωνυμο|' + // Greek
      'Фамилия|Фамилно име|Прізвище|Прозвішча|' + // Russian, Bulgarian, Ukrainian, Belarusian
      'Soyadı|Soyad|Soyadi|' + // Turkish and Azerbaijani
      'Mbiemri|Kunjom|Cognoms|' + // Albanian, Maltese, Catalan
      '姓|姓氏|氏|성|Nama keluarga|Apelyido',
  ],
  [
    'givenNames',
    'Given names|Given name|Given name s|First name|First names|Forename|Forenames|Other names|Secondary identifier|' +
      'Prénom|Prénoms|Prenom s|' +
      'Vorname|Vornamen|' +
      'Nombre|Nombres|' +
      'Nomes próprios|Nome próprio|Prenome|' +
      'Nomi|' +
      'Voornaam|Voornamen|' +
      'Imię|Imiona|Imie imiona|' +
      'Jméno|Jména|Meno|Mená|Ime|Имя|Име|' +
      'Eesnimi|Eesnimed|Etunimet|Etunimi|Vards|Vārdi|Vardas|Vardai|' +
      'Förnamn|Fornavn|Fornavne|Eiginnafn|' +
      'Utónév|Utónevek|Keresztnév|Prenume|Prenumele|' +
      'Όνομα|Ονόματα|' +
      "Собствено име|Ім'я|Імя|Iмя|Имена|" +
      'Adı|Ad|Adi|' +
      'Emri|Isem|Noms de pila|' +
      '名|이름|Nama pemberian|Pangalan',
  ],
  [
    'name',
    'Name|Full name|Name of holder|Names|Holder|Name of bearer|Name in full|Nom|Nom et prénoms|Nom prénom|Nome|Nome completo|Nom complet|' +
      'Nombre completo|Nombres y apellidos|Apellidos y nombres|Apellidos nombre|' +
      'Nimi|Navn|Namn|Naam|Név|Prezime i ime|Jméno a příjmení|Nazwisko i imiona|Ονοματεπώνυμο|' +
      'Имя фамилия|ФИО|Ad soyad|Adı soyadı|Nama|Nama penuh|Cognome e nome|Cognome nome|' +
      '姓名|氏名|성명|중국어이름|中文姓名|Name Surname Given names|ชื่อ|Họ và tên|Họ tên',
  ],
  [
    'documentNumber',
    'Card No|Núm soporte|Núm soport|Soporte|N Documento|Dokumendi nr Doc No|Doc No|Visa No|Carte nationale d identité N|Kortnr|Kortnummer|' +
      'Passport No|Passport number|Document No|Document number|Identity card No|Identity card number|ID card No|ID card number|Card No|Card number|' +
      'ID No|Visa No|Visa number|Licence No|Licence number|License No|License number|Driver license number|Driver licence No|' +
      'Driving licence No|Driving licence number|Permit No|Permit number|Residence permit number|DLN|DL No|DL number|LIC No|Doc No|Document #|' +
      'Passeport N|Numéro du passeport|N du passeport|No du passeport|Passeport No|N de passeport|N° du document|No du document|Numéro du document|N de document|Document n|N du permis|No du permis|N de visa|N de la carte|No de la carte|N d identité|' +
      'Reisepass Nr|Pass Nr|Passnummer|Ausweisnummer|Nummer des Ausweises|Dokumentennummer|Dokumentnummer|Dokument Nr|Ausweis Nr|Karten Nr|Kartennummer|Führerscheinnummer|Führerschein Nr|Seriennummer|' +
      'Pasaporte No|Pasaporte N|Número de pasaporte|N de pasaporte|Número de documento|N de documento|No de documento|Num soporte|IDESP|Número de soporte|Num soport|Número de licencia|No licencia|No documento|' +
      'Passaporte No|Número do passaporte|N do passaporte|N do documento|No do documento|Número do documento|No documento|N documento|Passaporte N|N da carta|' +
      'Passaporto N|Numero del passaporto|N del passaporto|N del documento|Numero documento|Numero del documento|N carta|Numero della carta|N patente|Numero patente|' +
      'Paspoortnummer|Paspoort nr|Documentnummer|Document nr|Documentnr|Nummer document|Kaartnummer|Kaart nr|Rijbewijsnummer|Identiteitskaart nr|' +
      'Nr paszportu|Numer paszportu|Paszport nr|Numer dokumentu|Nr dokumentu|Seria i numer|Numer dowodu|Nr dowodu osobistego|Numer prawa jazdy|Numer karty|' +
      'Číslo pasu|Cislo cestovniho pasu|Cestovní pas č|Číslo dokladu|Cislo dokumentu|Číslo průkazu|Číslo občianskeho preukazu|Číslo preukazu|C dokladu|' +
      'Dokumendi nr|Dokumendi number|Passi nr|Passi number|Isikutunnistuse nr|Kaardi number|Passin numero|Asiakirjan numero|Kortin numero|Pases nr|Dokumenta nr|Dokumenta numurs|Paso nr|Paso numeris|Dokumento nr|Dokumento numeris|Korteles nr|' +
      'Passnr|Pas nr|Kortnr|Kortnummer|Dokumentnr|Id nr|Dokumentnummer|Vegabréf nr|Skjalnúmer|Körkortsnummer|' +
      'Útlevélszám|Útlevél száma|Okmányazonosító|Okmány száma|Okmányszám|Seria si numărul|Seria nr|Nr pasaport|Pașaport nr|Nr document|Numar document|' +
      'Αριθμός διαβατηρίου|Αρ διαβατηρίου|Αριθμός εγγράφου|Αριθμός δελτίου|Αριθμός ταυτότητας|Αρ ταυτότητας|Αριθμός άδειας|' +
      'Паспорт №|Номер паспорта|№ паспорта|Паспорт N|Номер документа|Документ №|Номер на документа|№ на документа|Номер на паспорта|Паспорт No|Номер картки|Запис №|Документ No|Серия и номер|' +
      'Pasaport No|Pasaport numarası|Belge No|Belge numarası|Seri No|Kimlik No seri|Pasportun nömrəsi|Sənədin nömrəsi|Ehliyet no|' +
      'Nr i pasaportës|Nr i dokumentit|Numri i dokumentit|Nr dokumenti|Nr dokumentit|Nr i letërnjoftimit|Broj putovnice|Broj isprave|Broj osobne iskaznice|Broj dokumenta|Broj pasosa|Broj licne karte|Številka potnega lista|Številka dokumenta|Številka izkaznice|Број пасоша|Број документа|Broj vozacke dozvole|' +
      '護照號碼|护照号码|護照号码|旅券番号|여권번호|證件號碼|证件号码|文件號碼|證號|卡號|駕照號碼|駕駛執照號碼|執照號碼|档案编号|号码|No Pasport|No kad pengenalan|Nomor paspor|Số hộ chiếu|Hộ chiếu số|Număr|番号|免許証番号|居留證號碼|Residence card number|在留カード番号',
  ],
  [
    'number',
    'No|Nr|Number|Num|Numéro|Nummer|Número|Numero|Numer|Number nr|Číslo|Cislo|Αριθμός|Номер|№|N|ID|Numara|Numri|Broj|Številka|Szám|Serial No|號碼|号|DL|LIC|Cust ID|Identity number|Identity No',
  ],
  [
    'personalNumber',
    'Personal No|Personal number|Personal ID No|Personal identification number|Personal code|Identification number|National ID number|National ID|National identification number|National number|Identity code|ID code|ID number|Unified number|Citizen number|' +
      'Numéro personnel|N personnel|No personnel|Numéro d identification|Numéro national|N national|N d identification|Identifiant|' +
      'Persönliche Nummer|Personenkennziffer|Personennummer|Persönliche Kennnummer|AHV Nr|' +
      'Número personal|N personal|DNI|DNI NIE|DNI NÚM|Número de identidad|CURP|RUN|NUIP|CUI|Número de identificación|Núm personal|Cédula|' +
      'Número pessoal|N pessoal|N de identificação civil|Num ID civil|No ID civil|Número de identificação|CPF|Registro geral|RG|' +
      'Numero personale|N personale|Codice fiscale|Fiscal code|Codice personale|' +
      'Persoonsnummer|Persoonlijk nummer|Burgerservicenummer|BSN|Rijksregisternummer|Identificatienummer|Registratienummer|' +
      'PESEL|Numer PESEL|Nr PESEL|Numer osobisty|Numer ewidencyjny|' +
      'Rodné číslo|Osobní číslo|Osobné číslo|Osobní č|Osobne c|OIB|Osebna številka|EMŠO|JMBG|Matični broj|Lični broj|Osobni identifikacijski broj|' +
      'Isikukood|Henkilötunnus|Henkilötunnus personbeteckning|Personas kods|Asmens kodas|' +
      'Personnummer|CPR nr|CPR nummer|Fødselsnummer|Fødselsnr|Personnr|Kennitala|Samordningsnummer|' +
      'Személyi azonosító|Személyi szám|Személyi azonosító szám|CNP|Cod numeric personal|' +
      'Προσωπικός αριθμός|ΑΜΚΑ|ΑΦΜ|Αριθμός μητρώου|' +
      'ЕГН|ЕГН LNCH|Личный номер|Личный код|ИИН|ИНН|РНОКПП|УНЗР|Запис № УНЗР|Record No|Идентификационен номер|Персональний номер|Идентификационный номер|Лични број|Матични број|Ідентифікаційний номер|Єдиний номер|ЈМБГ|' +
      'TC Kimlik No|T C Kimlik No|Kimlik No|Kimlik numarası|Türkiye Cumhuriyeti kimlik no|TR Identity No|Şəxsi nömrə|FIN kod|Fərdi identifikasiya nömrəsi|' +
      'Nr personal|Numri personal|NID|' +
      '身分證統一編號|身份證統一編號|統一編號|统一编号|國民身分證統一編號|身分證字號|身份證字號|身分證號碼|身分证号|身份证号码|公民身份号码|公民身份號碼|身份證號碼|統一證號|個人番号|주민등록번호|Identity card No ROC|National ID No|Kad pengenalan|NRIC No|NRIC|NIK|Số căn cước|เลขประจำตัวประชาชน',
  ],
  [
    'nationality',
    'Citizen of|Nationality Citizenship|' +
      'Nationality|Citizenship|Nationalité|Staatsangehörigkeit|Nacionalidad|Nacionalidade|Cittadinanza|Nazionalità|Nationaliteit|' +
      'Obywatelstwo|Státní občanství|Státní příslušnost|Štátne občianstvo|Štátna príslušnosť|Državljanstvo|Држављанство|' +
      'Kodakondsus|Kansalaisuus|Pilsonība|Pilietybė|Valstiskā piederība|Medborgarskap|Nationalitet|Statsborgerskap|Statsborger|Ríkisfang|Nationalitet medborgarskap|' +
      'Állampolgárság|Állampolgársága|Cetățenie|Cetățenia|Naționalitate|Υπηκοότητα|Ιθαγένεια|Εθνικότητα|Гражданство|Громадянство|Грамадзянства|' +
      'Uyruğu|Uyruk|T C Uyruğu|Vətəndaşlığı|Vətəndaşlıq|Shtetësia|Kombësia|Ċittadinanza|Nacionalitat|' +
      '國籍|国籍|국적|本籍|Warganegara|Kewarganegaraan|Quốc tịch|สัญชาติ',
  ],
  [
    'issuingState',
    'Code of State|Code|Country code|Issuing state|Issuing country|State code|Country|State of issue|Code of issuing state|Issued by|Code du pays|Code de l Etat|Code pays|Code état émetteur|Ländercode|Code des Staates|Kode|Land|' +
      'Código del país|Código de país|Código del estado|Código|Código do país|Código do estado|Codice del paese|Codice paese|Codice stato|Landcode|Landencode|Code van het land|Kod państwa|Kod kraju|Kód státu|Kód štátu|Kód|' +
      'Riigi kood|Riigikood|Valtion tunnus|Valsts kods|Valstybės kodas|Landskod|Landekode|Landkode|Landskode|Országkód|Az állam kódja|Codul țării|Codul statului|Cod stat|Κωδικός χώρας|Κωδικός κράτους|Κωδ χώρας|Код государства|Код страны|Код держави|Код на държавата|Код|' +
      'Ülke kodu|Ölkə kodu|Ölkənin kodu|Kodi i shtetit|Kod države|Koda države|Oznaka države|代碼|國家代碼|国家码|国家代码|発行国|발행국|Kod negara|Kode negara|State Country code|Mã số',
  ],
  [
    'birthDate',
    'Born on|Place and date of birth|Date and place of birth|Luogo e data di nascita|Date et lieu de naissance|Né à le|Fecha y lugar de nacimiento|Lugar y fecha de nacimiento|Geburtsdatum und ort|Geburtstag und ort|Data e local de nascimento|' +
      'Date of birth|Birth date|Birthdate|DOB|Born|Date de naissance|Né le|Née le|Né e le|Geburtsdatum|Geburtstag|Geboren am|Geb Datum|Tag der Geburt|Fecha de nacimiento|Fecha nacimiento|Data de nascimento|Nascimento|Data di nascita|Nato il|Nata il|Geboortedatum|Geboren|' +
      'Data urodzenia|Datum narození|Dátum narodenia|Datum rojstva|Datum rođenja|Датум рођења|Sünniaeg|Sünnikuupäev|Syntymäaika|Dzimšanas datums|Dzimšanas laiks|Gimimo data|Födelsedatum|Födelsetid|Fødselsdato|Fødselsdag|Fæðingardagur|' +
      'Születési idő|Születési dátum|Data nașterii|Data naşterii|Ημερομηνία γέννησης|Ημερ γέννησης|Ημ γέννησης|Ημνία γέννησης|Дата рождения|Дата на раждане|Дата народження|Дата нараджэння|' +
      'Doğum tarihi|Doğum günü|Datëlindja|Data e lindjes|Doğulduğu tarix|Data tat twelid|Data de naixement|' +
      '出生日期|出生年月日|出生|生日|生年月日|생년월일|Tarikh lahir|Tanggal lahir|Ngày sinh|Ngày tháng năm sinh|วันเกิด|เกิดวันที่|Birthday|Date de naiss|Date Birth',
  ],
  [
    'sex',
    'Sex|Gender|Sexe|Geschlecht|Sexo|Sesso|Geslacht|M F|Płeć|Pohlaví|Pohlavie|Spol|Пол|Пол Spol|Sugu|Sukupuoli|Dzimums|Lytis|Kön|Køn|Kjønn|Kyn|Neme|Nem|Sexul|Φύλο|Стать|Пол Sex|Cinsiyeti|Cinsiyet|Cinsi|Cins|Gjinia|Sess|Sexe Sex|' +
      '性別|性别|성별|Jantina|Jenis kelamin|Giới tính|เพศ|Gënder|Kasarian',
  ],
  [
    'issueDate',
    'Date|Datum|Data|Fecha|Dato|Utf datum|Utfärdad datum|Délivrée le|Issuing|Issuing date|Date issued|Fait le|' +
      'Date of issue|Issue date|Issued|Issued on|Issue|ISS|Date issued|Valid from|Effective date|Date de délivrance|Date d émission|Délivré le|Délivrée le|Date de délivr|Valable du|Valable à partir du|Ausstellungsdatum|Ausgestellt am|Tag der Ausstellung|Datum der Ausstellung|Gültig ab|Gültig von|' +
      'Fecha de expedición|Fecha de emisión|Fecha expedición|Expedición|Emisión|Fecha de exp|Válido desde|Válida desde|Data de emissão|Data de expedição|Emissão|Data di rilascio|Data rilascio|Rilasciato il|Emissione|Data di emissione|Datum van afgifte|Datum afgifte|Afgiftedatum|Afgegeven op|Geldig van|' +
      'Data wydania|Data wystawienia|Datum vydání|Dátum vydania|Datum izdaje|Datum izdavanja|Датум издавања|Väljaandmise kuupäev|Välja antud|Väljastamise kuupäev|Kehtiv alates|Myöntämispäivä|Myönnetty|Izdošanas datums|Izdots|Išdavimo data|Išduota|Utfärdandedatum|Utfärdad|Utfärdat|Udstedelsesdato|Udstedt|Utstedt|Utstedelsesdato|Útgáfudagur|' +
      'Kiállítás dátuma|Kiállítás kelte|Kiadás dátuma|Kiállítás időpontja|Data eliberării|Data emiterii|Emisă la|Valabil de la|Ημερομηνία έκδοσης|Ημερ έκδοσης|Ημ έκδοσης|Ημνία έκδοσης|Дата выдачи|Дата на издаване|Дата видачі|Дата выдання|' +
      'Veriliş tarihi|Verildiği tarih|Düzenleme tarihi|Düzenlenme tarihi|Data e lëshimit|Data e dhënies|Verilmə tarixi|Verildiyi tarix|Data tal ħruġ|Data d expedició|' +
      '發照日期|發證日期|核發日期|签发日期|簽發日期|發照|签发|發行日期|交付年月日|交付|発行年月日|발급일|発行日|Tarikh dikeluarkan|Tanggal pengeluaran|Ngày cấp|วันออกบัตร|初次领证日期|有效起始日期',
  ],
  [
    'expiryDate',
    'Valid|Carte valable jusqu au|Valable jusqu au|Expiring|' +
      'Date of expiry|Date of expiration|Expiry date|Expiration date|Expiry|Expires|Expires on|EXP|Valid until|Valid to|Valid thru|Valid till|Expiration|Date d expiration|Date d expir|Valable jusqu au|Expire le|Date de fin de validité|Gültig bis|Ablaufdatum|Gültigkeit|Gültig bis zum|Datum des Ablaufs|Ablauf|' +
      'Fecha de caducidad|Fecha de vencimiento|Fecha de expiración|Válido hasta|Válida hasta|Validez|Caducidad|Vencimiento|Data de validade|Válido até|Validade|Data de expiração|Data di scadenza|Scadenza|Valido fino al|Geldig tot|Geldig tot en met|Datum van verval|Verloopdatum|Vervaldatum|' +
      'Data ważności|Termin ważności|Data upływu ważności|Ważny do|Platnost do|Datum platnosti|Datum skončení platnosti|Dátum platnosti|Platnosť do|Platí do|Datum poteka|Velja do|Vrijedi do|Datum isteka|Datum važenja|Важи до|Датум важења|Rok važenja|' +
      'Kehtiv kuni|Kehtivuse lõpp|Kehtivusaeg|Voimassa|Viimeinen voimassaolopäivä|Voimassaolo päättyy|Derīga līdz|Derīgs līdz|Derīguma termiņš|Galioja iki|Galiojimo data|Giltigt till|Giltig till|Giltigt t o m|Gyldig til|Gyldigt til|Utløpsdato|Udløbsdato|Gildir til|Sista giltighetsdag|' +
      'Érvényességi idő|Érvényes|Érvényesség|Lejárat dátuma|Érvényesség vége|Valabilitate|Data expirării|Expiră la|Valabil până la|Ημερομηνία λήξης|Ημερ λήξης|Ημ λήξης|Ημνία λήξης|Ισχύει έως|Ισχύει μέχρι|Действителен до|Срок действия|Дата окончания срока действия|Валидно до|Валидност|Дата на изтичане|Дійсний до|Дата закінчення строку дії|Сапраўдны да|Дата закінчення|' +
      'Son geçerlilik tarihi|Son geçerlilik|Geçerlilik tarihi|Geçerlilik süresi|Data e skadimit|Data e skadencës|Skadon më|Bitmə tarixi|Etibarlıdır|Etibarlılıq müddəti|Data ta skadenza|Data de caducitat|' +
      '效期截止日期|有效期限|有效期至|有效期|有效日期|截止日期|有效期間|有効期間満了日|有効期限|有効期間|만료일|기간만료일|Tarikh tamat|Tarikh luput|Berlaku hingga|Tanggal habis berlaku|Có giá trị đến|วันหมดอายุ|有效期截止',
  ],
  [
    'title',
    'Passport|Passeport|Reisepass|Pasaporte|Passaporto|Passaporte|Paspoort|Paszport|Pas|Cestovní pas|Cestovný pas|Putovnica|Putovnica Passport|Pasoš|Potni list|Pass|Passi|Pase|Pasas|Útlevél|Pașaport|Διαβατήριο|Паспорт|Пасош|Pasaport|Pasaporta|護照|护照|旅券|여권|' +
      'Identity card|National identity card|ID card|Resident card|Residence permit|Carte d identité|Carte nationale d identité|Titre de séjour|Personalausweis|Identitätskarte|Aufenthaltstitel|Documento nacional de identidad|Permiso de residencia|Cartão de cidadão|Cartao de cidadao citizen card|Carta di identità|Carta d identità|Permesso di soggiorno|Identiteitskaart|Nederlandse identiteitskaart|Verblijfstitel|Dowód osobisty|Karta pobytu|Občanský průkaz|Občiansky preukaz|Osobna iskaznica|Osebna izkaznica|Lična karta|Isikutunnistus|Elamisluba|Henkilökortti|Personas apliecība|Asmens tapatybės kortelė|Nationellt identitetskort|Identitetskort|Nasjonalt identitetskort|Személyazonosító igazolvány|Carte de identitate|Δελτίο ταυτότητας|Удостоверение личности|Лична карта|Kimlik kartı|Türkiye Cumhuriyeti kimlik kartı|Letërnjoftim|Şəxsiyyət vəsiqəsi|中華民國國民身分證|國民身分證|居民身份证|香港永久性居民身份證|在留カード|주민등록증|' +
      'Visa|Visum|Visto|Visado|Viza',
  ],
  [
    'nativeName',
    'Name in native script|Name in Chinese|Chinese name|中文姓名|Name in Cyrillic|漢字氏名|한글성명|Native name',
  ],
  [
    'other',
    'Cognome e nome dei genitori|Genitori|Parents|Filiação|Filiation|Comune di|Municipality|Indirizzo|N Ident fiscal|N Seg social|N Utente de saúde|Taille|Signature de l autorité|Registered domicile|Altura|Par|Fait à|Place|Ort|Lieu|' +
      'Type|Typ|Tipo|Tüp|Tipas|Tips|Tyyppi|Tüüp|Τύπος|Тип|Türü|Tür|Tipi|Típus|Tip|Vrsta|類別|类型|型|종류|種類|Class|Classes|Klasse|Category|Categories|' +
      'Place of birth|Birthplace|Birth place|City of birth|Lieu de naissance|Geburtsort|Lugar de nacimiento|Local de nascimento|Naturalidade|Luogo di nascita|Geboorteplaats|Miejsce urodzenia|Místo narození|Miesto narodenia|Kraj rojstva|Mjesto rođenja|Место рођења|Sünnikoht|Syntymäpaikka|Dzimšanas vieta|Gimimo vieta|Födelseort|Fødested|Fæðingarstaður|Születési hely|Locul nașterii|Τόπος γέννησης|Место рождения|Място на раждане|Місце народження|Doğum yeri|Vendlindja|Doğulduğu yer|出生地|出生地點|出生地点|본관|Lloc de naixement|Nascuto a|' +
      'Authority|Issuing authority|Issuing office|Autorité|Behörde|Ausstellende Behörde|Autoridad|Autoridade|Autorità|Autoriteit|Instantie|Organ wydający|Organ|Vydal|Úřad|Vydávajúci úrad|Orgán|Pristojni organ|Nadležno tijelo|Izdalo|Väljaandja|Asutus|Viranomainen|Myöntäjä|Izdevējiestāde|Įstaiga|Išdavė|Myndighet|Myndighed|Útgefandi|Kiállító hatóság|Hatóság|Autoritatea|Emis de|Αρχή έκδοσης|Εκδούσα αρχή|Αρχή|Орган выдачи|Кем выдан|Орган|Орган що видав|Издаден от|Veren makam|Makam|Autoriteti|Organi|Verən orqan|發照機關|發證機關|签发机关|签发地点|簽發機關|発行官庁|발행관청|公安委員会|Place of issue|Lieu de délivrance|Ausstellungsort|Lugar de expedición|Autoritate|Lëshuar nga|' +
      "Signature|Holder's signature|Signature of holder|Signature of bearer|Signature du titulaire|Unterschrift|Unterschrift der Inhaberin|Firma|Firma del titular|Assinatura|Firma del titolare|Handtekening|Podpis|Podpis posiadacza|Allkiri|Omaniku allkiri|Nimikirjoitus|Paraksts|Parašas|Namnteckning|Underskrift|Aláírás|Semnătura|Υπογραφή|Подпись|Подпис|İmza|Imza|Nënshkrimi|Potpis|Потпис|持照人簽名|持证人签名|签名|所持人自署|" +
      'Height|Taille|Größe|Estatura|Altura|Statura|Lengte|Wzrost|Výška|Visina|Pikkus|Pituus|Augums|Ūgis|Längd|Høyde|Højde|Magasság|Înălțime|Ύψος|Рост|Ръст|Висина|Boy|Gjatësia|身高|Hgt|Colour of eyes|Eyes|Eye colour|Couleur des yeux|Augenfarbe|Color de ojos|Colore degli occhi|Kolor oczu|Barva očí|Цвят на очите|Wgt|Weight|Hair|' +
      'Address|Adresse|Anschrift|Wohnort|Domicilio|Dirección|Endereço|Morada|Residenza|Indirizzo di residenza|Adres|Trvalý pobyt|Pobyt|Aadress|Elukoht|Osoite|Adresė|Adress|Lakcím|Lakóhely|Domiciliu|Διεύθυνση|Адрес|Місце проживання|İkamet|Adresi|Residence|Domicile|住址|住所|地址|戶籍地址|주소|Alamat|Prebivališče|Prebivalište|Прописка|' +
      'Observations|Remarks|Bemerkungen|Restrictions|Endorsements|Rest|End|Entries|Number of entries|Nombre d entrées|Anzahl der Einreisen|Duration of stay|Durée du séjour|Days|Jours|Visa class|Visa type|Visa type class|Class of visa|' +
      "Father's name|Mother's name|Father|Mother|Ana adı|Baba adı|Anne adı|Patronymic|Отчество|По батькові|Бащино име|Презиме бащино|Πατρώνυμο|Όνομα πατέρα|Όνομα μητέρας|父|母|配偶|役別|Hijo de|Hija de|Hijo a de|Padre|Madre|Spouse|Marital status|Blood group|Blood type|Religion|" +
      'Birth name|Name at birth|Nom de naissance|Geburtsname|Nazwisko rodowe|Rodné příjmení|Rodné priezvisko|Születési név|Anyja neve|Nome di nascita|Married name|Nom d usage|Nombre de soltera|Donor|CAN|DD|ICN|Inventory control number|Audit|Card type|Occupation|Profession|Professione|Equipo|Validity|User|Province|' +
      '民族|職業|条件等|免許の条件等|准驾车型|校正回数|Also known as|Alias|Previous name|Name change|別名|英文姓名|外文姓名|外文別名|外文别名|Title|Rank|Department|Kind|Cl|DL class|Class DL|Vehicle classes|Permit type|Art des Titels|Titre|Category of title|Kind of permit|Rodzaj zezwolenia|Elamisloa liik|Work permit',
  ],
];

/** Fields of a driving licence by the numbers of Directive 2006/126/EC, annex I, which other states print as well. */
export const licenceItems: Readonly<Record<string, LabelKind>> = {
  '1': 'surname',
  '2': 'givenNames',
  '3': 'birthDate',
  '4A': 'issueDate',
  '4B': 'expiryDate',
  '4C': 'other',
  '4D': 'personalNumber',
  '5': 'documentNumber',
  '6': 'other',
  '7': 'other',
  '8': 'other',
  '9': 'other',
  '10': 'other',
  '11': 'other',
  '12': 'other',
};

/**
 * The same after AAMVA's card design standard (annex D, table D.1), where `4d` is the licence's number and `5` the
 * document discriminator.
 */
export const americanItems: Readonly<Record<string, LabelKind>> = {
  ...licenceItems,
  '4D': 'documentNumber',
  '5': 'other',
  '15': 'sex',
  '16': 'other',
  '17': 'other',
  '18': 'other',
  '19': 'other',
};

/** What a driving licence is called (Directive 2006/126/EC, annex I, item (a) of page 1, and others alike). */
export const licenceTitles =
  'Driving licence|Driver license|Driver licence|Permis de conduire|Führerschein|Führerausweis|Permiso de conducción|Carta de condução|Patente di guida|Licenza di condurre|Rijbewijs|Prawo jazdy|Řidičský průkaz|Vodičský preukaz|Vozniško dovoljenje|Vozačka dozvola|Juhiluba|Ajokortti|Vadītāja apliecība|Vairuotojo pažymėjimas|Körkort|Kørekort|Førerkort|Ökuskírteini|Vezetői engedély|Permis de conducere|Άδεια οδήγησης|Свидетелство за управление|Водительское удостоверение|Посвідчення водія|Sürücü belgesi|Ceadúnas tiomána|Liċenzja tas sewqan|Leje drejtimi';

/** With what else has no value of its own. */
export const labels: readonly (readonly [WordKind, string])[] = [...labelWords, ['title', licenceTitles]];

/** Short marks of AAMVA's standard (table D.1): they count only where a value follows on the same line. */
export const americanMarks: Readonly<Record<string, LabelKind>> = {
  DOB: 'birthDate',
  EXP: 'expiryDate',
  ISS: 'issueDate',
  DL: 'documentNumber',
  DLN: 'documentNumber',
  LIC: 'documentNumber',
  'DL NO': 'documentNumber',
  'LIC NO': 'documentNumber',
  ID: 'documentNumber',
  LN: 'surname',
  FN: 'givenNames',
  SEX: 'sex',
  DD: 'other',
  HGT: 'other',
  WGT: 'other',
  EYES: 'other',
  HAIR: 'other',
  CLASS: 'other',
  END: 'other',
  REST: 'other',
  RSTR: 'other',
  DONOR: 'other',
};
