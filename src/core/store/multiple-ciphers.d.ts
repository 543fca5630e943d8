// Core. The fork that encrypts pages has the interface of the original, whose types describe it.
declare module 'better-sqlite3-multiple-ciphers' {
  import Database from 'better-sqlite3';
  export default Database;
}
