
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ContentKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conversation', models.CharField(max_length=64)),
                ('wrapped', models.BinaryField(blank=True, default=b'')),
                ('master', models.CharField(max_length=16)),
                ('made_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='JobRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('next_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('handled', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('system', models.BigIntegerField(default=0, unique=True)),
                ('opened_at', models.DateTimeField()),
                ('size', models.BigIntegerField(default=0)),
                ('frontier', models.BinaryField(blank=True, default=b'')),
            ],
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=400, unique=True)),
                ('added_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Content',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('media', models.CharField(max_length=100)),
                ('sealed', models.BinaryField(blank=True, default=b'')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contents', to='evidence.contentkey')),
            ],
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conversation', models.CharField(blank=True, max_length=64)),
                ('because', models.TextField()),
                ('placed_at', models.DateTimeField()),
                ('until', models.DateField(blank=True, null=True)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='evidence.log')),
            ],
        ),
        migrations.AddField(
            model_name='contentkey',
            name='log',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='content_keys', to='evidence.log'),
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField()),
                ('note', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('stamp', models.BinaryField(blank=True, default=b'')),
                ('sent_to', models.JSONField(blank=True, default=list)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='evidence.log')),
            ],
            options={
                'ordering': ('log', '-size', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_by', models.BigIntegerField(blank=True, null=True)),
                ('asked_name', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('outside', models.JSONField(blank=True, default=list)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('size', models.BigIntegerField(default=0)),
                ('looked', models.BigIntegerField(default=0)),
                ('root', models.BinaryField(blank=True, default=b'')),
                ('heads', models.PositiveIntegerField(default=0)),
                ('fitting', models.PositiveIntegerField(default=0)),
                ('expired', models.PositiveIntegerField(default=0)),
                ('findings', models.JSONField(blank=True, default=list)),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='evidence.log')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.BigIntegerField(default=0)),
                ('kind', models.CharField(blank=True, max_length=60)),
                ('months', models.PositiveSmallIntegerField()),
                ('set_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('system', 'kind'), name='one_retention_rule_for_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Tile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('number', models.BigIntegerField()),
                ('hashes', models.BinaryField()),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tiles', to='evidence.log')),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.BigIntegerField()),
                ('leaf', models.TextField(blank=True)),
                ('leaf_hash', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=60)),
                ('version', models.PositiveSmallIntegerField()),
                ('origin', models.CharField(max_length=10)),
                ('actor_name', models.CharField(max_length=200)),
                ('subject', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField(default=0)),
                ('subject_name', models.CharField(max_length=300)),
                ('system', models.BigIntegerField(blank=True, null=True)),
                ('conversation', models.CharField(blank=True, max_length=64)),
                ('actor', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('log', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='evidence.log')),
            ],
            options={
                'ordering': ('-at', '-pk'),
                'indexes': [models.Index(fields=['subject', 'subject_id'], name='entry_by_subject'), models.Index(fields=['system', '-at'], name='entry_by_system'), models.Index(fields=['kind', '-at'], name='entry_by_kind'), models.Index(condition=models.Q(('conversation', ''), _negated=True), fields=['log', 'conversation'], name='entry_by_conversation')],
                'constraints': [models.UniqueConstraint(fields=('log', 'sequence'), name='one_entry_at_each_place')],
            },
        ),
        migrations.AddIndex(
            model_name='contentkey',
            index=models.Index(fields=['log', 'made_at'], name='content_key_by_age'),
        ),
        migrations.AddConstraint(
            model_name='contentkey',
            constraint=models.UniqueConstraint(fields=('log', 'conversation'), name='one_key_for_a_conversation'),
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.UniqueConstraint(fields=('log', 'size'), name='one_checkpoint_at_each_size'),
        ),
        migrations.AddConstraint(
            model_name='tile',
            constraint=models.UniqueConstraint(fields=('log', 'level', 'number'), name='one_tile_at_each_place'),
        ),
    ]
