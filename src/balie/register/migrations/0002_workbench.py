
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0001_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LawEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('packs', models.JSONField(default=list)),
                ('files', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SupplierContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('role', models.CharField(blank=True, max_length=200, verbose_name='what they do')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='SystemLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('uses', 'uses'), ('feeds', 'feeds'), ('replaces', 'replaces')], max_length=20, verbose_name='link')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
            ],
        ),
        migrations.CreateModel(
            name='SystemVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=100, verbose_name='version')),
                ('on', models.DateField(verbose_name='since')),
                ('what', models.TextField(verbose_name='what changed')),
                ('substantial', models.CharField(choices=[('yes', 'yes'), ('no', 'no'), ('unknown', 'unknown')], max_length=10, verbose_name='substantial modification')),
                ('reasons', models.TextField(blank=True, verbose_name='why it is or is not substantial')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-on', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('content', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.AddField(
            model_name='aisystem',
            name='customers',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='customers reached each month'),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='due',
            field=models.BooleanField(db_index=True, default=False, verbose_name='to be assessed anew'),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='languages',
            field=models.JSONField(blank=True, default=list, verbose_name='languages'),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='model',
            field=models.CharField(blank=True, max_length=200, verbose_name='model'),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='owned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_systems', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='public_entry',
            field=models.JSONField(blank=True, default=dict, verbose_name='fields of the Algorithm Register'),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='reassess_because',
            field=models.TextField(blank=True, verbose_name='why it has to be assessed anew'),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='retired_on',
            field=models.DateField(blank=True, null=True, verbose_name='retired on'),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='aisystem',
            name='version',
            field=models.CharField(blank=True, max_length=100, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='languages',
            field=models.JSONField(blank=True, default=list, verbose_name='languages customers are served in'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='organisation',
            name='sector',
            field=models.CharField(blank=True, choices=[('energy', 'energy'), ('telecom', 'telecom'), ('bank', 'bank'), ('insurer', 'insurer'), ('webshop', 'webshop'), ('travel', 'travel'), ('housing', 'housing'), ('health', 'health'), ('municipality', 'municipality'), ('government', 'government'), ('contact_centre', 'contact_centre'), ('other', 'other')], max_length=30, verbose_name='sector'),
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(max_length=100)),
                ('known', models.BooleanField(default=True)),
                ('value', models.JSONField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('decided_by', models.CharField(blank=True, max_length=200)),
                ('reasons', models.TextField(blank=True)),
                ('on', models.DateField(blank=True, null=True)),
                ('via', models.CharField(choices=[('page', 'page'), ('link', 'link'), ('import', 'import'), ('api', 'api'), ('archetype', 'archetype')], max_length=20)),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='register.organisation')),
                ('system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='register.aisystem')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='AskedColleague',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(default='nl', max_length=2)),
                ('message', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('reply', models.CharField(blank=True, choices=[('answer', 'answer'), ('advice', 'advice'), ('unknown', 'unknown'), ('not_for_me', 'not_for_me')], max_length=20)),
                ('value', models.JSONField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='register.answer')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='register.aisystem')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('cause', models.CharField(choices=[('answers', 'answers'), ('organisation', 'organisation'), ('law', 'law'), ('date', 'date'), ('version', 'version'), ('import', 'import'), ('engine', 'engine'), ('demand', 'demand')], max_length=20)),
                ('engine', models.CharField(max_length=20)),
                ('applies_on', models.DateField()),
                ('published_by', models.DateField()),
                ('digest', models.CharField(max_length=64)),
                ('effective_low', models.PositiveSmallIntegerField()),
                ('effective_high', models.PositiveSmallIntegerField()),
                ('statutory_low', models.PositiveSmallIntegerField()),
                ('statutory_high', models.PositiveSmallIntegerField()),
                ('house_low', models.PositiveSmallIntegerField()),
                ('house_high', models.PositiveSmallIntegerField()),
                ('law_from', models.DateField(blank=True, null=True)),
                ('review', models.BooleanField(default=False)),
                ('next_change', models.DateField(blank=True, null=True)),
                ('duties_now', models.PositiveIntegerField(default=0)),
                ('duties_ahead', models.PositiveIntegerField(default=0)),
                ('duties_unknown', models.PositiveIntegerField(default=0)),
                ('questions', models.PositiveIntegerField(default=0)),
                ('facts', models.JSONField()),
                ('outcome', models.JSONField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='register.aisystem')),
                ('law', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='register.lawedition')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.AddField(
            model_name='aisystem',
            name='latest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='register.assessment'),
        ),
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('answers', 'answers'), ('organisation', 'organisation'), ('law', 'law'), ('date', 'date'), ('version', 'version'), ('import', 'import'), ('engine', 'engine'), ('demand', 'demand')], max_length=20)),
                ('found_at', models.DateTimeField()),
                ('summary', models.JSONField(default=dict)),
                ('same', models.CharField(max_length=64)),
                ('weight', models.PositiveSmallIntegerField(default=0)),
                ('handled_at', models.DateTimeField(blank=True, null=True)),
                ('handled_note', models.TextField(blank=True)),
                ('after', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='register.assessment')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='register.assessment')),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='differences', to='register.aisystem')),
            ],
            options={
                'ordering': ('-weight', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('statement', models.TextField()),
                ('exception_documentation', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_because', models.TextField(blank=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='register.assessment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Supplier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('country', models.CharField(blank=True, max_length=100, verbose_name='country')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('language', models.CharField(default='nl', max_length=2, verbose_name='language of letters')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('ours', models.BooleanField(default=False, verbose_name='part of our own organisation')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suppliers', to='register.organisation')),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=100)),
                ('where', models.CharField(blank=True, max_length=500, verbose_name='where it is kept')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='register.aisystem')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receipts', to='register.supplier')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('processor_agreement', 'processor_agreement'), ('art_25_documentation', 'art_25_documentation'), ('service', 'service'), ('other', 'other')], max_length=30, verbose_name='kind')),
                ('reference', models.CharField(blank=True, max_length=200, verbose_name='reference')),
                ('where', models.CharField(blank=True, max_length=500, verbose_name='where it is kept')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='signed on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('systems', models.ManyToManyField(blank=True, related_name='contracts', to='register.aisystem')),
                ('supplier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contracts', to='register.supplier')),
            ],
            options={
                'ordering': ('-signed_on', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='aisystem',
            name='supplied_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='systems', to='register.supplier'),
        ),
        migrations.AddIndex(
            model_name='aisystem',
            index=models.Index(fields=['latest', 'life_cycle'], name='system_by_outcome'),
        ),
        migrations.AddField(
            model_name='suppliercontact',
            name='supplier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='register.supplier'),
        ),
        migrations.AddField(
            model_name='systemlink',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='linked_from', to='register.aisystem'),
        ),
        migrations.AddField(
            model_name='systemlink',
            name='system',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='register.aisystem'),
        ),
        migrations.AddField(
            model_name='systemversion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='systemversion',
            name='system',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='register.aisystem'),
        ),
        migrations.AddField(
            model_name='upload',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['system', 'fact'], name='answer_by_question'),
        ),
        migrations.AddIndex(
            model_name='difference',
            index=models.Index(fields=['handled_at', '-weight'], name='difference_open'),
        ),
        migrations.AddIndex(
            model_name='difference',
            index=models.Index(fields=['same'], name='difference_same'),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['system', '-id'], name='assessment_by_system'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('name'), name='supplier_name_once'),
        ),
        migrations.AddConstraint(
            model_name='supplier',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='supplier_has_name'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('supplier', 'system', 'item'), name='received_once'),
        ),
        migrations.AddConstraint(
            model_name='systemlink',
            constraint=models.UniqueConstraint(fields=('system', 'other', 'kind'), name='link_once'),
        ),
        migrations.AddConstraint(
            model_name='systemlink',
            constraint=models.CheckConstraint(condition=models.Q(('system', models.F('other')), _negated=True), name='link_not_to_itself'),
        ),
        migrations.AddConstraint(
            model_name='systemversion',
            constraint=models.UniqueConstraint(models.F('system'), django.db.models.functions.text.Lower('label'), name='version_label_once'),
        ),
    ]
