<?php
/**
 * Plugin Name: Placard Embed
 * Description: Pictures of a Placard server, each with its credit. Paste a picture's address, write [placard code="…"], or add the block.
 * Version: 0.1.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 * License: MIT
 * Text Domain: placard-embed
 *
 * Copyright (c) 2026 the Placard contributors
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files
 * (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge,
 * publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
 * subject to the following conditions: the above copyright notice and this permission notice shall be included in all copies or
 * substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
 * MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
 * ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
 * THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */

namespace Placard\Embed;

defined( 'ABSPATH' ) || exit;

const OPTION = 'placard_server';

/** Where Placard runs, without a trailing slash; '' until somebody says so under Settings, Writing. */
function server(): string {
	return untrailingslashit( (string) get_option( OPTION, '' ) );
}

/**
 * The server's address as it is kept: http(s), a host, perhaps a port and a path, and nothing else.
 * Whatever else is written there, the address of before stays.
 */
function sanitize_server( $value ): string {
	$value = trim( (string) $value );
	if ( '' === $value ) {
		return '';
	}
	$url   = preg_match( '#^https?://#i', $value ) ? esc_url_raw( $value, array( 'https', 'http' ) ) : '';
	$parts = wp_parse_url( $url );
	if ( empty( $parts['host'] ) || array_diff( array_keys( $parts ), array( 'scheme', 'host', 'port', 'path' ) ) ) {
		add_settings_error( OPTION, OPTION, __( 'The Placard server is an address such as https://pictures.example.', 'placard-embed' ) );
		return server();
	}
	return untrailingslashit( $url );
}

/** A registered provider's code is taken whole, script included; a discovered one's is stripped of its picture and its script. */
function register_provider(): void {
	if ( '' !== server() ) {
		wp_oembed_add_provider( server() . '/p/*', server() . '/oembed' );
	}
}

/** Tells the endpoint what only an attribute of ours says. */
function add_to_request( string $request, string $url, $args ): string {
	$hides = is_array( $args ) && 'off' === ( $args['placard_caption'] ?? '' );
	return $hides ? add_query_arg( 'hidecaption', '1', $request ) : $request;
}

/**
 * The picture of a shortcode, as the server answers it now; WordPress keeps the answer as it does for every embed.
 * What the server does not answer stays a link.
 *
 * @param array $atts code; theme: light or dark; lang: a BCP 47 tag; caption: off; width: pixels. Anything else counts as not said.
 */
function render( $atts ): string {
	global $wp_embed;
	$atts = shortcode_atts( array( 'code' => '', 'theme' => '', 'lang' => '', 'caption' => '', 'width' => '' ), $atts, 'placard' );
	if ( '' === server() || ! preg_match( '/^[A-Za-z0-9_-]{1,11}(?:[A-Za-z0-9_-]{22})?$/', (string) $atts['code'] ) ) {
		return '';
	}
	$url = server() . '/p/' . $atts['code'] . '/';
	if ( preg_match( '/^[A-Za-z0-9-]{2,35}$/', (string) $atts['lang'] ) ) {
		$url = add_query_arg( 'lang', $atts['lang'], $url );
	}
	$request = array( 'placard_caption' => 'off' === $atts['caption'] ? 'off' : 'on' );
	if ( (int) $atts['width'] >= 1 ) {
		$request['width'] = (int) $atts['width'];
	}
	$html = $wp_embed->shortcode( $request, $url );
	if ( ! is_string( $html ) || '' === $html ) {
		return sprintf( '<p><a href="%1$s">%1$s</a></p>', esc_url( $url ) );
	}
	return in_array( $atts['theme'], array( 'light', 'dark' ), true ) ? with_theme( $html, $atts['theme'] ) : $html;
}

/** The server's code with the colours that were asked for: of the card and of the frame. */
function with_theme( string $html, string $theme ): string {
	$html = str_replace( '<blockquote class="placard"', '<blockquote class="placard" data-placard-theme="' . esc_attr( $theme ) . '"', $html );
	return preg_replace_callback(
		'#(<iframe [^>]*src="[^"?]+/embed/(?:captioned/)?)(?:\?([^"]*))?"#',
		fn( $found ) => $found[1] . '?theme=' . $theme . ( empty( $found[2] ) ? '' : '&amp;' . $found[2] ) . '"',
		$html
	);
}

/** The same as a block, drawn by the server; in the editor a field for the code, and the picture below it. */
function register_block(): void {
	wp_register_script( 'placard-embed', false, array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-i18n', 'wp-server-side-render' ), '0.1.0', true );
	wp_add_inline_script( 'placard-embed', EDITOR );
	register_block_type(
		'placard/embed',
		array(
			'api_version'     => 2,
			'title'           => __( 'Placard', 'placard-embed' ),
			'description'     => __( 'A picture with its credit.', 'placard-embed' ),
			'category'        => 'embed',
			'icon'            => 'format-image',
			'attributes'      => array_fill_keys( array( 'code', 'theme', 'lang', 'caption', 'width' ), array( 'type' => 'string', 'default' => '' ) ),
			'supports'        => array( 'html' => false ),
			'editor_script'   => 'placard-embed',
			'render_callback' => __NAMESPACE__ . '\render',
		)
	);
}

const EDITOR = <<<'JS'
( function ( { blocks, blockEditor, components, element, i18n, serverSideRender } ) {
	const h = element.createElement;
	blocks.registerBlockType( 'placard/embed', {
		edit( { attributes, setAttributes } ) {
			const field = h( components.TextControl, {
				label: i18n.__( 'Code of the picture', 'placard-embed' ),
				value: attributes.code,
				// A whole address is as good as the code in it.
				onChange: ( text ) => setAttributes( { code: text.trim().replace( /^.*\/p\/([\w-]+).*$/, '$1' ) } ),
			} );
			const picture = attributes.code && h( serverSideRender, { block: 'placard/embed', attributes } );
			return h( 'div', blockEditor.useBlockProps(), field, picture );
		},
		save: () => null,
	} );
} )( window.wp );
JS;

function register_settings(): void {
	register_setting( 'writing', OPTION, array( 'type' => 'string', 'default' => '', 'sanitize_callback' => __NAMESPACE__ . '\sanitize_server' ) );
	add_settings_field( OPTION, __( 'Placard server', 'placard-embed' ), __NAMESPACE__ . '\print_field', 'writing', 'default', array( 'label_for' => OPTION ) );
}

function print_field(): void {
	printf( '<input type="url" class="regular-text code" id="%1$s" name="%1$s" value="%2$s" placeholder="https://pictures.example">', esc_attr( OPTION ), esc_attr( server() ) );
}

/** Nothing of ours stays behind. */
function uninstall(): void {
	delete_option( OPTION );
}

add_action( 'init', __NAMESPACE__ . '\register_provider' );
add_action( 'init', __NAMESPACE__ . '\register_block' );
add_action( 'admin_init', __NAMESPACE__ . '\register_settings' );
add_filter( 'oembed_fetch_url', __NAMESPACE__ . '\add_to_request', 10, 3 );
add_shortcode( 'placard', __NAMESPACE__ . '\render' );
register_uninstall_hook( __FILE__, __NAMESPACE__ . '\uninstall' );
