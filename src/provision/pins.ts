// What is fetched and what it has to be. Data only: a new release of MediaMTX is a new row here.

/** Oldest Go that builds the release of MediaMTX that is obtained by default. */
export const MEDIAMTX_GO_VERSION = '1.26';

export const RELEASE_ADDRESS = 'https://github.com/bluenviron/mediamtx/releases/download';

/**
 * sha256 of official release archives by file name. Taken from public projects that pin the same files (each value from
 * two that do not know of each other) because the release itself was out of reach; docs/decisions/0021-sums-of-the-release.md says how to check.
 */
export const RELEASE_SHA256: Readonly<Record<string, string>> = {
  'mediamtx_v1.19.3_linux_amd64.tar.gz': 'a7ba21268fccda3ebc43fdad76b87fddb85ce77e725b5cb637bca724b5394fbe',
  'mediamtx_v1.19.3_linux_arm64.tar.gz': '9e5b38a5b5fcab1916341b024031b2fc5dc6a2059baed9ba3f3b0d3768d231a8',
};

/** Content hash of the Go module as the public checksum database states it. */
export const MODULE_SUM: Readonly<Record<string, string>> = {
  'v1.19.3': 'h1:3eQbCoXGCAP1pFVi8YhdcjyCWVQ6HEXRJgA4LkY260A=',
  'v1.14.0': 'h1:4Dh54RnBP4tOdseCZOHBrvGHCiWkp2GkdjujpA5bRmQ=',
};

export interface NpmPin {
  readonly name: string;
  readonly version: string;
  /** As npm writes it into lockfiles: sha512 of the tarball. */
  readonly integrity?: string;
}

/** npm packages that carry a static program, by tool and Node's name of the processor. */
export const NPM_TOOLS: Readonly<
  Record<'ffmpeg' | 'ffprobe', Readonly<Record<string, NpmPin & { readonly about: string }>>>
> = {
  ffmpeg: {
    x64: {
      name: '@ffmpeg-installer/linux-x64',
      version: '4.1.0',
      integrity: 'sha512-Y5BWhGLU/WpQjOArNIgXD3z5mxxdV8c41C+U15nsE5yF8tVcdCGet5zPs5Zy3Ta6bU7haGpIzryutqCGQA/W8A==',
      about: 'a static build of 2018, 68 MB',
    },
    arm64: {
      name: '@ffmpeg-installer/linux-arm64',
      version: '4.1.4',
      integrity: 'sha512-dljEqAOD0oIM6O6DxBW9US/FkvqvQwgJ2lGHOwHDDwu/pX8+V0YsDL1xqHbj1DMX/+nP9rxw7G7gcUvGspSoKg==',
      about: 'a static build',
    },
  },
  ffprobe: {
    x64: {
      name: '@ffprobe-installer/linux-x64',
      version: '5.2.0',
      integrity: 'sha512-D3UeqTLYPNs7pBWPLUYGehPdRVqU8eACox4OZy3pZUZatxye2YKlvBwEfaLdL1v2Z4FOAlLUhms0kY8m8kqSRA==',
      about: 'a static build of 2023, 79 MB',
    },
    arm64: {
      name: '@ffprobe-installer/linux-arm64',
      version: '5.2.0',
      integrity: 'sha512-X1VvWtlLs6ScP73biVLuHD5ohKJKsMTa0vafCESOen4mOoNeLAYbxOVxDWAdFz9cpZgRiloFj5QD6nDj8E28yQ==',
      about: 'a static build',
    },
  },
};

/** hls.js as npm has it; other versions are verified by npm against its registry alone. */
export const HLS_JS_INTEGRITY: Readonly<Record<string, string>> = {
  '1.6.16': 'sha512-VSIRpLfRwlAAdGL4wiTucx2ScRipo0ed1FBatWkyt832jC4CReKstga6yIhYVwGu9LOBjuX9wzmRMeQdBJtzEA==',
  '1.6.9': 'sha512-q7qPrri6GRwjcNd7EkFCmhiJ6PBIxeUsdxKbquBkQZpg9jAnp6zSAeN9eEWFlOB09J8JfzAQGoXL5ZEAltjO9g==',
};
