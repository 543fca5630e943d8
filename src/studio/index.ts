// Plain Node. The studio's door: specimen documents, virtual photographs of them, recorded cameras, bad input.

export { type BadInput, badInputs, cornersRaster, type Expectation, pngBomb } from './bad-input.ts';
export { type HeadAsset, packHead, unpackHead } from './head/asset.ts';
export type { ScreenView } from './head/behaviour.ts';
export { bundleInPage } from './head/bundle.ts';
export type { HeadCamera } from './head/camera.ts';
export {
  attackKinds,
  createPresenter,
  type PresenterKind,
  type PresenterOptions,
  presenterKinds,
} from './head/create-presenter.ts';
export type { InPageOptions } from './head/in-page.ts';
export { prepareHead } from './head/prepare.ts';
export type { Presenter } from './head/presenter.ts';
export { cutOut } from './person/cut-out.ts';
export { type PersonRequest, personBeforeCamera } from './person/person.ts';
export { type SubjectName, subjectImage, subjects } from './person/subjects.ts';
export { type BackgroundName, backgroundNames, drawBackground } from './photograph/background.ts';
export type { Glare, Light } from './photograph/exposure.ts';
export { type Finger, type Skin, skinNames } from './photograph/hand.ts';
export {
  type Camera,
  type Photograph,
  type PhotographRequest,
  type PhotographTruth,
  photograph,
  photographRaster,
  telephone,
  webcam,
} from './photograph/photograph.ts';
export type { Pose } from './photograph/pose.ts';
export type { Medium } from './photograph/surface.ts';
export {
  decodeRaster,
  type ExifOrientation,
  encodeJpeg,
  encodePng,
  exifOrientations,
  type Raster,
  resizeRaster,
} from './raster.ts';
export { type RecordingOptions, type WrittenRecording, writeRecording } from './recording/recording.ts';
export type { Recording, Scene } from './recording/scene.ts';
export { emily, matchingApplicant } from './recording/standard-recordings.ts';
export { type Conditions, type Setting, type SettingName, settingNames, settings } from './scene/settings.ts';
export {
  type SceneImage,
  type SceneWithoutZone,
  scenesWithoutZone,
  sceneWithoutZone,
} from './scene/without-zone.ts';
export { type Holder, inventHolder } from './specimen/holder.ts';
export {
  type SpecimenDocument,
  type SpecimenKind,
  specimenDocuments,
  specimenKinds,
} from './specimen/layouts.ts';
export {
  checkDigit,
  composeMrz,
  composeNames,
  type SpecimenMrzFormat,
  transliterate,
} from './specimen/mrz.ts';
export type { PortraitPrint, PortraitSource } from './specimen/portrait.ts';
export type { PrintedTruth, TextTruth } from './specimen/print-svg.ts';
export {
  drawSpecimen,
  type Specimen,
  type SpecimenRequest,
  type SpecimenTruth,
} from './specimen/specimen.ts';
