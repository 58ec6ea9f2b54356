import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ExtensionKind } from '@marcador/plugin-api';
import type { PluginState } from '@marcador/plugin-host/packages/installed-plugins.js';
import { ReasonView } from '../http/message.dto.js';
import { EXTENSION_KIND, PLUGIN_STATE } from '../http/named-enums.js';

class DeclaredExtensionView {
  @ApiProperty(EXTENSION_KIND)
  kind!: ExtensionKind;
  @ApiProperty()
  id!: string;
}

/** How a plugin fares on a node. */
export class PluginNodeView {
  @ApiProperty({ description: 'the name of the node' })
  node!: string;
  @ApiProperty({
    ...PLUGIN_STATE,
    description: 'refused: it breaks a rule; missing: it cannot be had on this node',
  })
  state!: PluginState['state'];
  @ApiPropertyOptional({ description: 'why it is refused or missing' })
  problem?: ReasonView;
}

/** A plugin of this installation. */
export class PluginView {
  @ApiPropertyOptional({ format: 'uuid', description: 'plugins that come with the product have none' })
  id?: string;
  @ApiProperty({ description: 'of its npm package' })
  name!: string;
  @ApiProperty()
  version!: string;
  @ApiProperty({ description: 'the range of versions of the plugin contract that it was made for' })
  api!: string;
  @ApiProperty({ description: 'it comes with the product' })
  builtIn!: boolean;
  @ApiProperty()
  enabled!: boolean;
  @ApiProperty({ type: [DeclaredExtensionView] })
  extensions!: readonly DeclaredExtensionView[];
  @ApiPropertyOptional({ description: 'of the uploaded .tgz, in hex' })
  sha512?: string;
  @ApiPropertyOptional({ description: 'the name of the user' })
  uploadedBy?: string;
  @ApiPropertyOptional()
  uploadedAt?: Date;
  @ApiPropertyOptional({ description: 'the version that this one took the place of, to roll back to' })
  previousVersion?: string;
  @ApiProperty({ type: [PluginNodeView] })
  nodes!: readonly PluginNodeView[];
}
