// Kiosk renderer. The live picture, as wide as there is room, with whatever is drawn over it.
import { type ReactNode, useEffect, useRef, useState } from 'react';

export function Stage(props: {
  readonly stream: MediaStream | null;
  readonly mirrored: boolean;
  readonly onVideo: (video: HTMLVideoElement | null) => void;
  /** What the picture is, for those who cannot see it. */
  readonly label: string;
  readonly children: ReactNode;
}) {
  const element = useRef<HTMLVideoElement>(null);
  const [ratio, setRatio] = useState(16 / 9);
  const { stream, onVideo } = props;
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    video.srcObject = stream;
    onVideo(video);
    return () => {
      onVideo(null);
      video.srcObject = null;
    };
  }, [stream, onVideo]);
  return (
    <div className="stage" style={{ '--ratio': ratio } as React.CSSProperties}>
      <video
        ref={element}
        className={props.mirrored ? 'stage__video stage__video--mirrored' : 'stage__video'}
        aria-label={props.label}
        autoPlay
        playsInline
        muted
        onLoadedMetadata={(event) => {
          const { videoWidth, videoHeight } = event.currentTarget;
          if (videoWidth > 0) setRatio(videoWidth / videoHeight);
        }}
      />
      {props.children}
    </div>
  );
}
