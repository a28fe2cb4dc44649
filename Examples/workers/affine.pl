#!/usr/bin/perl
# A worker in Perl: y = x w + b with its gradient. See workers/PROTOCOL.md.
use strict;
use warnings;
use JSON::PP;

binmode STDIN;
binmode STDOUT;
$| = 1;
my %subjects;

while (read(STDIN, my $prefix, 16) == 16) {
  my ($magic, $header_length, $body_length) = unpack('a4 L< Q<', $prefix);
  die "the request does not begin with GRD1\n" if $magic ne 'GRD1';
  my ($header, $body) = ('', '');
  read(STDIN, $header, $header_length);
  read(STDIN, $body, $body_length) if $body_length;
  my ($reply, @numbers) = answer(decode_json($header), $body);
  my $text = encode_json($reply);
  print pack('a4 L< Q<', 'GRD1', length($text), 8 * @numbers), $text, pack('d<*', @numbers);
}

sub answer {
  my ($request, $body) = @_;
  my $kind = $request->{request};
  return {reply => 'hello', protocol => 1} if $kind eq 'hello';
  return open_subject($request, $body) if $kind eq 'open';
  my $s = $subjects{$request->{subject}} or return {reply => 'error', type => 'protocol', message => 'not open'};
  my $count = $request->{upstream};
  my @upstream = unpack("d<$count", $body);
  my $rest = substr($body, 8 * $count);
  if ($kind eq 'values') {
    my @all = unpack('d<*', $rest);
    return {reply => 'values'}, map { value($s, \@upstream, splice(@all, 0, $s->{size})) } 1 .. $request->{count};
  }
  if ($kind eq 'responses') {
    my @base = outputs($s, @{$s->{point}});
    my @found;
    for my $index (0 .. $request->{count} - 1) {
      my ($array, $element, $number) = unpack('Q< Q< d<', substr($rest, 24 * $index, 24));
      my @moved = @{$s->{point}};
      $moved[$s->{starts}[$array] + $element] = $number;
      my @outputs = outputs($s, @moved);
      my $sum = 0;
      $sum += ($outputs[$_] - $base[$_]) * $upstream[$_] for 0 .. $#base;
      push @found, $sum;
    }
    return {reply => 'responses'}, @found;
  }
  return gradient($s, \@upstream, unpack('d<*', $rest)) if $kind eq 'gradient';
  return {reply => 'explain', candidates => []} if $kind eq 'explain';
  return {reply => 'error', type => 'protocol', message => "the request '$kind' is not known"};
}

sub open_subject {
  my ($request, $body) = @_;
  my %s = (point => [], starts => [], size => 0);
  my (@arrays, %shape);
  for my $name (qw(x w b)) {
    my $array = $request->{settings}{inputs}{$name}{'$array'}
      or return {reply => 'error', type => 'arguments', message => "affine needs the array '$name'"};
    $shape{$name} = $array->{shape};
    my $size = 1;
    $size *= $_ for @{$array->{shape}};
    push @{$s{starts}}, $s{size};
    push @{$s{point}}, unpack("d<$size", substr($body, 8 * $array->{offset}, 8 * $size));
    $s{size} += $size;
    push @arrays, {name => $name, role => $name eq 'x' ? 'input' : 'parameter', shape => $array->{shape}};
  }
  @s{qw(rows inner columns)} = (@{$shape{x}}, $shape{b}[0]);
  $s{shapes} = [map { {shape => $_->{shape}} } @arrays];
  $subjects{$request->{subject}} = \%s;
  return {reply => 'open', kind => 'layer', arrays => \@arrays, outputs => [[$s{rows} + 0, $s{columns} + 0]]}, @{$s{point}};
}

# y[i][j] = b[j] + sum over k of x[i][k] w[k][j]
sub outputs {
  my ($s, @point) = @_;
  my ($rows, $inner, $columns) = @$s{qw(rows inner columns)};
  my ($w, $b) = @{$s->{starts}}[1, 2];
  my @y;
  for my $i (0 .. $rows - 1) {
    for my $j (0 .. $columns - 1) {
      my $sum = $point[$b + $j];
      $sum += $point[$i * $inner + $_] * $point[$w + $_ * $columns + $j] for 0 .. $inner - 1;
      push @y, $sum;
    }
  }
  return @y;
}

sub value {
  my ($s, $upstream, @point) = @_;
  my @y = outputs($s, @point);
  my $sum = 0;
  $sum += $y[$_] * $upstream->[$_] for 0 .. $#y;
  return $sum;
}

# dx = v w^T, dw = x^T v, db = the sum of v over the rows
sub gradient {
  my ($s, $v, @point) = @_;
  my ($rows, $inner, $columns) = @$s{qw(rows inner columns)};
  my ($w, $b) = @{$s->{starts}}[1, 2];
  my @gradient = (0) x $s->{size};
  for my $i (0 .. $rows - 1) {
    for my $j (0 .. $columns - 1) {
      my $upstream = $v->[$i * $columns + $j];
      $gradient[$b + $j] += $upstream;
      for my $k (0 .. $inner - 1) {
        $gradient[$i * $inner + $k] += $upstream * $point[$w + $k * $columns + $j];
        $gradient[$w + $k * $columns + $j] += $upstream * $point[$i * $inner + $k];
      }
    }
  }
  return {reply => 'gradient', arrays => $s->{shapes}}, @gradient;
}
